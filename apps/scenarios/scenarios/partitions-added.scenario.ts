// Partitions are added to a topic while a worker runs: their records are handled from the first on, without a restart.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const topic = await stage.topic('growing', 1)
  const worker = stage.worker({ topics: [topic], kafka: { 'topic.metadata.refresh.interval.ms': 1_000 } })
  const before = await stage.feed().numbered(topic, 50, 1)
  await stage.handledAll(topic, before)
  const [outcome] = await stage.admin.createPartitions([{ topic, totalPartitions: 3 }])
  must(outcome?.error === null, 'the partitions are added')
  const after = await stage.feed().numbered(topic, 300, 3)
  const found = await stage.handledAll(topic, [...before, ...after])
  must(found.repeated.length === 0, 'nothing is handled twice')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
