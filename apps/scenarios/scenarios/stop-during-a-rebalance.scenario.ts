// SIGTERM while partitions are being handed over ends cleanly, and nothing is handled twice.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('load', 4)
  const sent = await stage.feed().numbered(topic, 800, 4)
  const draft = { topics: [topic], handler: { workMs: 50 } }
  const first = stage.worker(draft)
  await until('some are handled', () => stage.ended() > 40)
  const second = stage.worker(draft)
  await until('the second worker runs', () => second.lines.some((line) => line.code === 'worker.state' && line['to'] === 'running'))
  const [one, two] = await Promise.all([first.stop(), second.stop()])
  must(one === 0 && two === 0, `both stop cleanly: ${one} ${two}`)
  const third = stage.worker({ ...draft, handler: {} })
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, `handled twice: ${found.repeated.join(' ')}`)
  must((await third.stop()) === 0, 'the third stops cleanly')
})
