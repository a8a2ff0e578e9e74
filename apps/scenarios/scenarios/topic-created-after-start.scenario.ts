// A topic that does not exist yet is waited for: created later, its records are handled without a restart.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('group.troubled')
  const name = stage.name('later')
  const worker = stage.worker({ topics: [name], kafka: { 'topic.metadata.refresh.interval.ms': 1_000 } })
  await worker.heard('group.joined')
  const topic = await stage.topic('later', 2)
  must(topic === name, 'it is the topic the worker waits for')
  const sent = await stage.feed().numbered(topic, 100, 2)
  await stage.handledAll(topic, sent)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
