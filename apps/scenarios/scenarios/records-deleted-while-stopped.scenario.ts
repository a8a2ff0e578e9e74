// Records before the committed position are gone when a worker starts: the move is an event with both offsets, and exactly the surviving records are handled.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('position.moved')
  const topic = await stage.topic('expiring')
  const sent = await stage.feed().numbered(topic, 1_000, 1)
  const draft = { topics: [topic], handler: { workMs: 1 } }
  const first = stage.worker(draft)
  await until('some are handled', () => stage.ended() > 100)
  must((await first.stop()) === 0, 'the first worker stops cleanly')
  const position = (await stage.committed(stage.name('group'))).get(`${topic}/0`) ?? -1
  must(position > 0 && position < 600, `the position is between: ${position}`)
  await stage.admin.deleteRecords([{ topic, partition: 0, offset: 700 }])
  const second = stage.worker(draft)
  const [moved] = await second.heard('position.moved')
  must(moved?.['from'] === position && moved['to'] === 700, `the event has both offsets: ${JSON.stringify(moved)}`)
  const survivors = sent.filter(({ offset }) => offset >= 700)
  const found = await stage.handledAll(topic, survivors)
  must(found.repeated.length === 0, 'nothing is handled twice')
  must(
    stage.entries().every(({ offset, worker }) => worker === first.name || offset >= 700),
    'exactly the surviving records are handled',
  )
  must((await second.stop()) === 0, 'the second worker stops cleanly')
})
