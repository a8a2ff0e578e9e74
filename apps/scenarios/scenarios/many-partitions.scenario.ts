// 64 partitions with concurrency 4: at most four records are in work at once, every partition gets its turn, and the order of each is kept.
import { must, scenario } from '../src/scenario.js'

const partitions = 64

await scenario(async (stage) => {
  const topic = await stage.topic('wide', partitions)
  const sent = await stage.feed().numbered(topic, partitions * 15, partitions)
  const worker = stage.worker({ topics: [topic], route: { concurrency: 4 }, handler: { workMs: 2 } })
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0 && found.outOfOrder.length === 0, 'each once and in order')
  let running = 0
  let most = 0
  for (const { what } of stage.entries()) {
    running += what === 'begin' ? 1 : -1
    most = Math.max(most, running)
  }
  must(most === 4, `four at once, no more and no less: ${most}`)
  // fair: no partition is finished before another one has begun
  const entries = stage.entries()
  const firstDone = entries.findIndex(({ what, offset }) => what === 'end' && offset === 14)
  const begun = new Set(entries.slice(0, firstDone).map(({ partition }) => partition))
  must(begun.size > partitions / 2, `partitions take turns: ${begun.size} had begun when the first was done`)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
