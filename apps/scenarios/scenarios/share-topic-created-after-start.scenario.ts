// A share group waits for a topic that does not exist yet: created later, its records are handled without a restart.
import { acceptedAll, acceptedOnce, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('group.troubled')
  const name = stage.name('later')
  const other = await stage.topic('there')
  const worker = shareWorker(stage, { topics: [other, name], kafka: { 'topic.metadata.refresh.interval.ms': 1_000 } })
  await worker.heard('group.joined')
  const topic = await stage.topic('later', 2)
  must(topic === name, 'it is the topic the worker waits for')
  const sent = await stage.feed().numbered(topic, 100, 2)
  await acceptedAll(stage, topic, sent)
  acceptedOnce(stage, topic, sent)
  await nothingLeft(stage, topic, 2)
  await stopCleanly(worker)
})
