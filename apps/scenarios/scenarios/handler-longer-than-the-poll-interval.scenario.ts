// limit: 120s
// A handler that runs three times as long as max.poll.interval.ms stays a member: its partition is not given away and the record is handled once.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const topic = await stage.topic('slow', 2)
  const sent = await stage.feed().numbered(topic, 20, 2)
  const kafka = { 'max.poll.interval.ms': 6_000 }
  const worker = stage.worker({ topics: [topic], kafka, handler: { longAt: { 3: 18_000 } } })
  const found = await stage.handledAll(topic, sent, 90_000)
  must(found.repeated.length === 0, 'nothing was handled twice')
  must(worker.events('partition.lost').length === 0 && worker.events('partition.revoked').length === 0, 'no partition was given away')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
