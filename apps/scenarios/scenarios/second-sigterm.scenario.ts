// A second SIGTERM ends the worker at once with exit code 2, long before the drain time is over.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_DRAIN_DEADLINE', 'SAMSA_STOPPED')
  const topic = await stage.topic('stuck')
  await stage.feed().numbered(topic, 10, 1)
  const worker = stage.worker({ topics: [topic], args: ['--drain', '10m'], handler: { stuckAt: [5] } })
  await until('it is stuck', () => stage.entries().some(({ what, offset }) => what === 'begin' && offset === 5))
  worker.signal('SIGTERM')
  await until('it is stopping', () => worker.lines.some((line) => line.code === 'worker.state' && line['to'] === 'stopping'))
  must((await worker.stop()) === 2, 'the exit code is 2')
})
