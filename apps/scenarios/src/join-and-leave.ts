import { must, type Stage } from './scenario.js'
import { until } from './until.js'

const partitions = 4
const records = 6_000

/** Members come and go while records flow; nothing is missing, nothing runs twice, the order of a partition is kept. */
export async function joinAndLeave(stage: Stage, options: Readonly<Record<string, unknown>>): Promise<void> {
  const topic = await stage.topic('load', partitions)
  const feed = stage.feed()
  const sent = await feed.numbered(topic, records, partitions)
  const join = () => stage.worker({ topics: [topic], options, handler: { workMs: 4 } })
  const progress = (share: number) => until(`${share * 100} % are handled`, () => stage.ended() >= records * share)

  const first = join()
  await progress(0.05)
  const second = join()
  await second.heard('partition.assigned')
  await progress(0.15)
  const third = join()
  const fourth = join()
  await Promise.all([third.heard('partition.assigned'), fourth.heard('partition.assigned')])
  await progress(0.4)
  must((await second.stop()) === 0, 'the second worker stops cleanly')
  await progress(0.5)
  must((await first.stop()) === 0, 'the first worker stops cleanly')
  await progress(0.6)
  const fifth = join()
  await fifth.heard('partition.assigned')
  must((await third.stop()) === 0, 'the third worker stops cleanly')
  const found = await stage.handledAll(topic, sent)
  for (const worker of [fourth, fifth]) must((await worker.stop()) === 0, `${worker.name} stops cleanly`)

  must(found.repeated.length === 0, `handled twice: ${found.repeated.length}, ${found.repeated.slice(0, 5).join(' ')}`)
  must(found.outOfOrder.length === 0, `out of order: ${found.outOfOrder.slice(0, 5).join(' ')}`)
  const committed = await stage.committed(stage.name('group'))
  for (let partition = 0; partition < partitions; partition++)
    must(committed.get(`${topic}/${partition}`) === records / partitions, `all of partition ${partition} is committed`)
}
