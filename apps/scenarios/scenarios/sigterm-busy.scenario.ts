// SIGTERM with handlers in work waits for them, commits, and leaves: a successor handles the rest, nothing twice.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('busy', 4)
  const sent = await stage.feed().numbered(topic, 400, 4)
  const draft = { topics: [topic], handler: { workMs: 40 } }
  const first = stage.worker(draft)
  await until('some are handled', () => stage.ended() > 40)
  must((await first.stop()) === 0, 'the exit code is 0')
  must(
    stage.entries().every(({ what }) => what !== 'cut'),
    'no handler was cut',
  )
  const second = stage.worker({ ...draft, handler: {} })
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, `handled twice: ${found.repeated.join(' ')}`)
  must((await second.stop()) === 0, 'the successor stops cleanly')
})
