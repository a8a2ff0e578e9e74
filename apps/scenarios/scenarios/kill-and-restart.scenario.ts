// After kill -9 only records that were not committed come again: at most those of the last commit interval.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('load', 4)
  const sent = await stage.feed().numbered(topic, 4_000, 4)
  const draft = { topics: [topic], kafka: { 'session.timeout.ms': 6_000 }, options: { protocol: 'classic' }, handler: { workMs: 3 } }
  const first = stage.worker(draft)
  await until('half is handled', () => stage.ended() > 2_000)
  first.signal('SIGKILL')
  await first.exit
  const committed = await stage.committed(stage.name('group'))
  const second = stage.worker(draft)
  const found = await stage.handledAll(topic, sent)
  const tooOld = found.repeated.filter((place) => {
    const [partition, offset] = place.split('/').map(Number)
    return (offset ?? 0) < (committed.get(`${topic}/${partition}`) ?? 0)
  })
  must(tooOld.length === 0, `committed records came again: ${tooOld.join(' ')}`)
  must(found.outOfOrder.length === 0, 'order is kept within each worker')
  must((await second.stop()) === 0, 'the second worker stops cleanly')
})
