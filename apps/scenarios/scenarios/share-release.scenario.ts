// limit: 40s
// In a share group a record that is released comes again at once with delivery count 2, to another member too, even where fetches wait 30 s for records.
import { countsOf, endings, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const timerMs = 15_000

await scenario(async (stage) => {
  stage.expect('record.released')
  const topic = await stage.topic('jobs')
  const draft = { topics: [topic], kafka: { 'fetch.wait.max.ms': 30_000 }, options: { members: 1 }, route: { concurrency: 2 } }
  // the first member is busy with record 1 while it gives record 0 back, so another one has to take it
  const busy = { as: 'accept', offsets: [1], deliveryCounts: [1], workMs: 20_000 } as const
  const first = shareWorker(stage, { ...draft, rules: [{ as: 'release', offsets: [0], workMs: 2_000 }, busy] })
  await first.heard('group.joined')
  const feed = stage.feed({ 'linger.ms': 50 })
  const [zero, one] = await feed.numbered(topic, 2, 1)
  must(zero !== undefined && one !== undefined, 'two records are sent')
  await until('the first member has both', () => stage.entries().filter(({ what }) => what === 'begin').length === 2)
  const second = shareWorker(stage, draft)
  const released = await until('it is released', () => stage.entries().find(({ as }) => as === 'release'))
  must(released.worker === first.name, 'by the first member')
  const hasAgain = () => countsOf(stage, { topic, ...zero }).join() === '1,2'
  await until('another member has it before the timer ends', hasAgain, timerMs)
  const taker = stage.entries().find(({ offset, deliveryCount }) => offset === 0 && deliveryCount === 2)
  must(taker?.worker === second.name, `it is the other member: ${taker?.worker}`)
  await until('both are accepted', () => endings(stage.entries(), 'accept').size === 2)
  const [told] = first.events('record.released')
  must(told?.['offset'] === 0 && told['cause'] === 'returned' && told['deliveryCount'] === 1, `the event says so: ${JSON.stringify(told)}`)
  await stopCleanly(first)

  // alone, the same member gets it again
  const again = await feed.send(topic, [{ key: null, value: 'alone' }])
  await until('the record after it', () => endings(stage.entries(), 'accept').size === 3)
  must(countsOf(stage, { topic, ...again[0]! }).join() === '1', 'what nobody releases comes once')
  await stopCleanly(second)
})
