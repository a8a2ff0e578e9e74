// SIGTERM at any moment of the start ends with exit code 0.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('start', 2)
  const starting = stage.worker({ topics: [topic] })
  await until('it says that it starts', () => starting.lines.some((line) => line.code === 'worker.state'))
  must((await starting.stop()) === 0, 'stopped while it connects')
  const joining = stage.worker({ topics: [topic], options: { protocol: 'classic' } })
  await until('it runs', () => joining.lines.some((line) => line.code === 'worker.state' && line['to'] === 'running'))
  must((await joining.stop()) === 0, 'stopped while it joins')
})
