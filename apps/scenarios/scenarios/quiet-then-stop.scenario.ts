// SIGTSTP makes a worker quiet: it keeps its partitions and starts nothing new; SIGTERM then ends it cleanly.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('quiet', 2)
  const feed = stage.feed()
  const before = await feed.numbered(topic, 100, 2)
  const worker = stage.worker({ topics: [topic] })
  await stage.handledAll(topic, before)
  worker.signal('SIGTSTP')
  await until('it is quiet', () => worker.lines.some((line) => line.code === 'worker.state' && line['to'] === 'quiet'))
  const after = await feed.numbered(topic, 100, 2, 100)
  const other = stage.worker({ topics: [topic] })
  await other.heard('partition.assigned')
  must(worker.running, 'the quiet worker still runs')
  must(
    stage.entries().every((entry) => entry.worker !== worker.name || entry.offset < 50),
    'it started nothing new',
  )
  must((await worker.stop()) === 0, 'it stops cleanly')
  const found = await stage.handledAll(topic, [...before, ...after])
  must(found.repeated.length === 0, 'nothing is handled twice')
  must((await other.stop()) === 0, 'the other stops cleanly')
})
