// limit: 60s
// A handler that blocks the event loop for longer than max.poll.interval.ms costs the membership: that is reported, the worker joins again by itself, and nothing is lost.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect(
    'group.troubled',
    'group.failed',
    'partition.lost',
    'commit.failed',
    'settlement.lost',
    'settlement.dropped',
    'settlement.unknown',
    'handler.late',
  )
  const topic = await stage.topic('blocked', 2)
  const sent = await stage.feed().numbered(topic, 100, 2)
  const worker = stage.worker({ topics: [topic], kafka: { 'max.poll.interval.ms': 6_000 }, handler: { blockAt: { 10: 9_000 } } })
  await stage.handledAll(topic, sent, 90_000)
  const told = worker.lines.filter(({ level, msg }) => level !== 'info' && msg.includes('max.poll.interval.ms'))
  must(told.length >= 1, `the report names the setting: ${worker.tail()}`)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
