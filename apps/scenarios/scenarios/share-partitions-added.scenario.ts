// A share group consumes partitions that are added to its topic, from their first record, without a restart.
import { acceptedAll, acceptedOnce, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const topic = await stage.topic('growing', 1)
  const feed = stage.feed({ 'topic.metadata.refresh.interval.ms': 500 })
  const before = await feed.numbered(topic, 20, 1)
  const worker = shareWorker(stage, { topics: [topic], kafka: { 'topic.metadata.refresh.interval.ms': 1_000 } })
  await acceptedAll(stage, topic, before)
  const [outcome] = await stage.admin.createPartitions([{ topic, totalPartitions: 4 }])
  must(outcome?.error === null, 'partitions are added')
  const after = await stage.feed().numbered(topic, 200, 4, 20)
  await acceptedAll(stage, topic, after)
  acceptedOnce(stage, topic, [...before, ...after])
  must(
    after.some(({ partition }) => partition === 3),
    'the new partitions have records',
  )
  await nothingLeft(stage, topic, 4)
  await stopCleanly(worker)
})
