// Records past the position are deleted while the worker runs: the move is an event, nothing comes twice, and every surviving record is handled.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('position.moved')
  const topic = await stage.topic('expiring')
  const value = 'x'.repeat(20_000)
  const feed = stage.feed()
  const sent = await feed.send(
    topic,
    Array.from({ length: 2_000 }, () => ({ value, partition: 0 })),
  )
  // a small buffer, so that most of the records are not fetched yet when they are deleted
  const worker = stage.worker({ topics: [topic], options: { buffer: '1MiB' }, handler: { workMs: 10 } })
  await until('some are handled', () => stage.ended() > 20)
  await stage.admin.deleteRecords([{ topic, partition: 0, offset: 1_900 }])
  const [moved] = await worker.heard('position.moved')
  must(moved?.['to'] === 1_900 && moved['cause'] === 'retention', `the event says where to and why: ${JSON.stringify(moved)}`)
  const found = await stage.handledAll(
    topic,
    sent.filter(({ offset }) => offset >= 1_900),
  )
  must(found.repeated.length === 0, 'nothing is handled twice')
  must(found.outOfOrder.length === 0, 'order is kept')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
