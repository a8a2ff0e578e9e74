// A record that fails in every delivery but the last in which it is run, one before the limit, is accepted there: context.attempt goes on from delivery to delivery, and nothing is dead-lettered.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf, ranOnce } from '../src/share/executions.js'
import { acceptedAll, acceptedOnce, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.released')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 10, 1)
  // three deliveries are given back; one of them, by another rule, runs a second time in place first
  const rules = [
    { as: 'throw', error: 'coded', offsets: [4], attempts: [1] },
    { as: 'throw', error: 'type', offsets: [4], deliveryCounts: [1, 2, 3] },
  ] as const
  const retry = { attempts: 5, backoff: { kind: 'fixed', delay: '20ms' }, on: [{ error: 'TypeError', action: 'release' }] }
  const worker = shareWorker(stage, { topics: [topic], rules, route: { retry }, tellsAll: true })
  await acceptedAll(stage, topic, sent)
  acceptedOnce(stage, topic, sent)
  await nothingLeft(stage, topic, 1)
  const place = { topic, partition: 0, offset: 4 }
  const ran = executionsOf(stage, place).join()
  must(ran === '1.1,1.2,2.2,3.3,4.4', `the attempt is the deliveries before this one and the executions in it: ${ran}`)
  must(eventsAbout(stage, 'record.retried', place).length === 1, 'one retry in place is told')
  must(eventsAbout(stage, 'record.released', place).length === 3, 'three releases are told')
  ranOnce(
    stage,
    sent.filter(({ offset }) => offset !== 4).map((one) => ({ topic, ...one })),
  )
  must((await countOf(stage, deadLetterTopic(topic))) === 0, 'nothing is dead-lettered')
  await stopCleanly(worker)
})
