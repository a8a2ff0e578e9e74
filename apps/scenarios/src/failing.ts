import type { Handler } from './job.js'
import { must, type Stage } from './scenario.js'

/** One record of partition 0 fails twice; partition 1 is not held up. */
export async function failing(stage: Stage, failHow: Handler['failHow']): Promise<void> {
  stage.expect('record.retried')
  const topic = await stage.topic('failing', 2)
  const sent = await stage.feed().numbered(topic, 100, 2)
  const worker = stage.worker({ topics: [topic], handler: { failHow, failAt: { 20: 2 } } })
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, 'nothing ended twice')
  must(found.outOfOrder.length === 0, 'order is kept')
  const retried = worker.events('record.retried')
  must(retried.length === 4, `two attempts of offset 20 in both partitions are events: ${retried.length}`)
  must(
    retried.every((line) => line['offset'] === 20),
    'only the failing record is repeated',
  )
  const attempts = stage.entries().filter(({ what, offset, partition }) => what === 'begin' && offset === 20 && partition === 0)
  must(attempts.map(({ attempt }) => attempt).join() === '1,2,3', 'the attempts are counted from 1')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
}
