// limit: 60s
// Records keep coming while a worker is killed with SIGKILL in the middle of a rebalance: nothing is lost, and only what was not committed comes again.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('group.troubled')
  const topic = await stage.topic('load', 6)
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 600, 6)
  const draft = {
    topics: [topic],
    kafka: { 'session.timeout.ms': 6_000 },
    options: { protocol: 'classic', assignor: 'cooperative-sticky' },
    handler: { workMs: 10 },
  }
  const first = stage.worker(draft)
  await until('a few are handled', () => stage.ended() > 30)
  const second = stage.worker(draft)
  const third = stage.worker(draft)
  await first.heard('partition.revoked') // the handover runs from here
  first.signal('SIGKILL')
  await first.exit
  const committed = await stage.committed(stage.name('group'))
  sent.push(...(await feed.numbered(topic, 600, 6, 600)))
  const found = await stage.handledAll(topic, sent, 90_000)
  const tooOld = found.repeated.filter((place) => {
    const [partition, offset] = place.split('/').map(Number)
    return (offset ?? 0) < (committed.get(`${topic}/${partition}`) ?? 0)
  })
  must(tooOld.length === 0, `committed records came again: ${tooOld.join(' ')}`)
  must(found.outOfOrder.length === 0, `order is kept within each worker: ${found.outOfOrder.join(' ')}`)
  must((await second.stop()) === 0 && (await third.stop()) === 0, 'the others stop cleanly')
})
