// SIGTERM with a handler that never returns: the worker ends at its drain deadline with exit code 2, and the record comes again.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('stuck')
  const sent = await stage.feed().numbered(topic, 10, 1)
  const first = stage.worker({ topics: [topic], args: ['--drain', '2s'], handler: { stuckAt: [5] } })
  await until('it is stuck', () => stage.entries().some(({ what, offset }) => what === 'begin' && offset === 5))
  stage.expect('SAMSA_DRAIN_DEADLINE', 'SAMSA_STOPPED')
  must((await first.stop()) === 2, 'the exit code is 2')
  const second = stage.worker({ topics: [topic] })
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, 'what was done before is not repeated')
  must((await second.stop()) === 0, 'the successor stops cleanly')
})
