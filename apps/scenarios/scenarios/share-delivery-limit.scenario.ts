// Without dead letters a record that is released at its last delivery is rejected: one event says so with its count, it never comes again, and what lies behind it is handled.
import { acceptedAll, countsOf, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { bare } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.released', 'record.exhausted', 'record.rejected')
  const topic = await stage.topic('jobs')
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 20, 1)
  const rules = [{ as: 'throw', offsets: [5] } as const, { as: 'release', offsets: [11] } as const]
  const worker = shareWorker(stage, { topics: [topic], rules, route: bare, tellsAll: true })
  await worker.heard('record.exhausted', 2)
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset !== 5 && offset !== 11),
  )
  await nothingLeft(stage, topic, 1)
  const later = await feed.numbered(topic, 20, 1, 20)
  await acceptedAll(stage, topic, later)
  for (const offset of [5, 11]) {
    must(
      countsOf(stage, { topic, partition: 0, offset }).join() === '1,2,3,4,5',
      `${offset}: ${countsOf(stage, { topic, partition: 0, offset }).join()}`,
    )
    const told = worker.events('record.exhausted').filter((line) => line['offset'] === offset)
    must(
      told.length === 1 && told[0]?.['deliveryCount'] === 5 && told[0]['becomes'] === 'reject',
      `the end of ${offset} is told once: ${JSON.stringify(told)}`,
    )
    const released = worker.events('record.released').filter((line) => line['offset'] === offset)
    must(released.length === 4, `${offset} was released four times: ${released.length}`)
  }
  must(worker.events('record.exhausted').length === 2, 'and nothing else is')
  await stopCleanly(worker)
})
