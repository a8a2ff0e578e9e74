// A batch handler that throws half way: what it settled is not repeated, the rest comes again in order.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.retried')
  const topic = await stage.topic('batches')
  const sent = await stage.feed().numbered(topic, 100, 1)
  const worker = stage.worker({
    topics: [topic],
    mode: 'batch',
    route: { batch: { maxRecords: 20, maxWait: '50ms' } },
    handler: { failAt: { 37: 1 } },
  })
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, `nothing settled comes again: ${found.repeated.join(' ')}`)
  must(stage.entries().filter(({ what, offset }) => what === 'begin' && offset === 37).length === 2, 'the failing record began twice')
  must(found.outOfOrder.length === 0, 'order is kept')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
