// limit: 40s
// Without dead letters a record that ends its process at every delivery is given up by the broker after the last one: its neighbours are all handled, and the loop ends.
import { acceptedAll, countsOf, endings, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { bare } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const poison = 4

await scenario(async (stage) => {
  const topic = await stage.topic('jobs')
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 10, 1)
  // the neighbours run meanwhile; what they did is acknowledged before the process ends
  // one member: where a process has two, the second one's fetch may take, and spend, what the death of the first gives back
  const draft = {
    topics: [topic],
    options: { members: 1 },
    route: bare,
    settings: { sessionTimeout: '6s' },
    rules: [{ as: 'crash', offsets: [poison], workMs: 400 } as const],
  }
  let crashes = 0
  let worker = shareWorker(stage, draft)
  await until(
    'the broker gives it up',
    async () => {
      if (!worker.running) {
        crashes++
        must(crashes <= 5, 'it does not come a sixth time')
        worker = shareWorker(stage, draft)
      }
      return crashes === 5
    },
    90_000,
  )
  const neighbours = sent.filter(({ offset }) => offset !== poison)
  await acceptedAll(stage, topic, neighbours)
  const later = await feed.numbered(topic, 10, 1, 10)
  await acceptedAll(stage, topic, later)
  await nothingLeft(stage, topic, 1)
  must(worker.running, 'the last process lives')
  must(countsOf(stage, { topic, partition: 0, offset: poison }).join() === '1,2,3,4,5', 'it ran five times')
  must(endings(stage.entries(), 'accept').size === 19, 'everything else is handled')
  await stopCleanly(worker)
})
