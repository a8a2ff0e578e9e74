// own-broker
// limit: 120s
// The broker is killed and restarted while a share group works: the worker goes on by itself, every record is handled, and one that is handled twice has an event that explains it.
import { acceptedAll, endings, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareTroubles, unexplainedRepeats } from '../src/share/explain.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const partitions = 4

await scenario(async (stage) => {
  stage.expect(...shareTroubles)
  const topic = await stage.topic('jobs', partitions)
  const sent = await stage.feed().numbered(topic, 4_000, partitions)
  const worker = shareWorker(stage, { topics: [topic], workMs: 5, route: { concurrency: 8 }, tellsAll: true })
  await until('a tenth is handled', () => endings(stage.entries(), 'accept').size > 400)
  await stage.broker.kill('SIGKILL')
  await worker.heard('group.troubled')
  await stage.broker.restart()
  await acceptedAll(stage, topic, sent, 120_000)
  await nothingLeft(stage, topic, partitions)
  await stopCleanly(worker)
  const unexplained = unexplainedRepeats(stage)
  must(unexplained.length === 0, `handled twice without a reason: ${unexplained.slice(0, 5).join(' ')}`)
})
