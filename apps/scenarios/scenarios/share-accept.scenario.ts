// In a share group a record that was accepted, by a value or by returning nothing, is not delivered again, to no member, and nothing is left for the broker to deliver.
import { acceptedAll, acceptedOnce, highestCount, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const topic = await stage.topic('jobs', 3)
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 300, 3)
  const first = shareWorker(stage, { topics: [topic], rules: [{ as: 'accept', partition: 1, workMs: 2 }] })
  await acceptedAll(stage, topic, sent)
  await nothingLeft(stage, topic, 3)
  await stopCleanly(first)
  // whoever comes later gets what comes later, and nothing else
  const second = shareWorker(stage, { topics: [topic] })
  const later = await feed.numbered(topic, 30, 3, 300)
  await acceptedAll(stage, topic, later)
  await nothingLeft(stage, topic, 3)
  await stopCleanly(second)
  acceptedOnce(stage, topic, [...sent, ...later])
  must(highestCount(stage) === 1, 'each was delivered once')
})
