// In a share group a record that the only member releases comes to it again, before anything is written behind it, and each delivery is counted and told.
import { acceptedAll, acceptedOnce, countsOf, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.released')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 3, 1)
  const worker = shareWorker(stage, { topics: [topic], tellsAll: true, rules: [{ as: 'release', deliveryCounts: [1, 2] }] })
  await acceptedAll(stage, topic, sent)
  acceptedOnce(stage, topic, sent)
  for (const one of sent) must(countsOf(stage, { topic, ...one }).join() === '1,2,3', `offset ${one.offset} came three times`)
  const released = worker.events('record.released').reduce((sum, { records }) => sum + Number(records), 0)
  must(released === 6, `each release is told: ${released}`)
  await nothingLeft(stage, topic, 1)
  await stopCleanly(worker)
})
