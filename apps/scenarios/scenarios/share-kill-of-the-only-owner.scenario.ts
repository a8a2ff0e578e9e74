// limit: 20s
// After kill -9 of the only member of a partition its records wait for the session timeout, then go to the others; other partitions are not held up.
import { acceptedAll, acceptedOnce, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const partitions = 2

await scenario(async (stage) => {
  const topic = await stage.topic('jobs', partitions)
  const draft = { topics: [topic], options: { members: 1 }, settings: { sessionTimeout: '6s' } }
  const first = shareWorker(stage, { ...draft, rules: [{ as: 'accept', deliveryCounts: [1], workMs: 600_000 }] })
  const second = shareWorker(stage, draft)
  await Promise.all([first, second].map((worker) => worker.heard('group.joined')))
  const feed = stage.feed()
  // until the two have a partition each, what one gets of the other's has to end: so records come one by one until the first holds one
  let count = 0
  const begun = () => stage.entries().filter(({ what, worker }) => what === 'begin' && worker === first.name)
  await until('the first one holds a record', async () => {
    await feed.numbered(topic, partitions, partitions, count)
    count += partitions
    return begun().length > 0
  })
  const owned = begun()[0]?.partition ?? 0
  first.signal('SIGKILL')
  await first.exit
  const sent = await feed.numbered(topic, 40, partitions, count)
  const others = sent.filter(({ partition }) => partition !== owned)
  await acceptedAll(stage, topic, others)
  await acceptedAll(stage, topic, sent)
  acceptedOnceOfAll(count + 40)
  await nothingLeft(stage, topic, partitions)
  await stopCleanly(second)

  function acceptedOnceOfAll(records: number): void {
    const all = Array.from({ length: records }, (_, index) => ({ partition: index % partitions, offset: Math.floor(index / partitions) }))
    must(all.length === records, 'every record that was sent')
    acceptedOnce(stage, topic, all)
  }
})
