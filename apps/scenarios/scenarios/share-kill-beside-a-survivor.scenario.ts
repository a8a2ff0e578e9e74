// After kill -9 of a member of a share group its records go at once to the others of its partition, with delivery count 2, and none is missing.
import { acceptedAll, countsOf, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('jobs')
  const draft = { topics: [topic], options: { members: 1 }, settings: { lockDuration: '30s' } }
  const first = shareWorker(stage, { ...draft, rules: [{ as: 'accept', deliveryCounts: [1], workMs: 600_000 }] })
  await first.heard('group.joined')
  const feed = stage.feed()
  const held = await feed.numbered(topic, 10, 1)
  await until('it holds them', () => stage.entries().length === 10)
  const second = shareWorker(stage, draft)
  await second.heard('group.joined')
  const later = await feed.numbered(topic, 10, 1, 10)
  await acceptedAll(stage, topic, later)
  must(stage.entries().filter(({ what, offset }) => what === 'begin' && offset < 10).length === 10, 'nobody takes what it holds')
  first.signal('SIGKILL')
  await first.exit
  await acceptedAll(stage, topic, held)
  for (const one of held) must(countsOf(stage, { topic, ...one }).join() === '1,2', `offset ${one.offset} came a second time`)
  for (const one of later) must(countsOf(stage, { topic, ...one }).join() === '1', `offset ${one.offset} came once`)
  await nothingLeft(stage, topic, 1)
  await stopCleanly(second)
})
