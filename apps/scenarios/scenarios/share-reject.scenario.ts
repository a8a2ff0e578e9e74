// In a share group a record that is rejected is archived: an event names it with the reason, and nobody gets it again.
import { acceptedAll, countsOf, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('record.rejected')
  const topic = await stage.topic('jobs')
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 4, 1)
  const [first, second] = [1, 2].map(() => shareWorker(stage, { topics: [topic], rules: [{ as: 'reject', offsets: [0, 2] }] }))
  must(first !== undefined && second !== undefined, 'two workers')
  await acceptedAll(stage, topic, [sent[1]!, sent[3]!])
  await nothingLeft(stage, topic, 1)
  const told = await until('both are told', () => {
    const lines = [first, second].flatMap((worker) => worker.events('record.rejected'))
    return lines.length === 2 ? lines : null
  })
  const offsets = told.map(({ offset }) => Number(offset)).toSorted((left, right) => left - right)
  must(offsets.join() === '0,2', `they are the ones: ${JSON.stringify(told)}`)
  must(
    told.every(({ deliveryCount, reason }) => deliveryCount === 1 && String(reason).includes('given up')),
    'with count and reason',
  )
  // what comes behind them shows that they do not come again
  const later = await feed.numbered(topic, 10, 1, 4)
  await acceptedAll(stage, topic, later)
  for (const offset of [0, 2]) must(countsOf(stage, { topic, partition: 0, offset }).join() === '1', `offset ${offset} came once`)
  await stopCleanly(first, second)
})
