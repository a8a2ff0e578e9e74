// A cooperative member that stops while another one's join is pending commits what it handled first: nothing is handled twice.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('load', 4)
  const sent = await stage.feed().numbered(topic, 6_000, 4)
  const options = { protocol: 'classic', assignor: 'cooperative-sticky' }
  const draft = { topics: [topic], options, handler: { workMs: 2 } }
  const first = stage.worker(draft)
  await until('a tenth is handled', () => stage.ended() > 600)
  const second = stage.worker(draft)
  await first.heard('partition.revoked') // its JoinGroup is pending from here until the slowest member has rejoined
  must((await first.stop()) === 0, 'the first worker stops cleanly')
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, `handled twice: ${found.repeated.length}`)
  must((await second.stop()) === 0, 'the second worker stops cleanly')
})
