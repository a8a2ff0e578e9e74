// With commit: 'each' a position is committed as soon as a record is handled: after SIGKILL only the record in work comes again.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('careful')
  const sent = await stage.feed().numbered(topic, 40, 1)
  const draft = {
    topics: [topic],
    options: { protocol: 'classic', commit: 'each', commitInterval: '1h' },
    kafka: { 'session.timeout.ms': 6_000 },
  }
  const first = stage.worker({ ...draft, handler: { stuckAt: [20] } })
  await until('it is stuck at offset 20', () => stage.entries().some(({ what, offset }) => what === 'begin' && offset === 20))
  await until('all before it is committed', async () => (await stage.committed(stage.name('group'))).get(`${topic}/0`) === 20)
  first.signal('SIGKILL')
  await first.exit
  const second = stage.worker(draft)
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, `nothing that ended comes again: ${found.repeated.join(' ')}`)
  must(stage.entries().find(({ worker }) => worker === second.name)?.offset === 20, 'the second begins at the record in work')
  must((await second.stop()) === 0, 'the second stops cleanly')
})
