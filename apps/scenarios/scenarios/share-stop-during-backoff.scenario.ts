// A worker with a share group stops while a record waits for its next attempt: the record is released, and another worker gets it at once, long before the wait or the lock would end.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf } from '../src/share/executions.js'
import { acceptedAll, acceptedOnce, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.released')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 5, 1)
  const place = { topic, partition: 0, offset: 2 }
  const draft = {
    topics: [topic],
    settings: { lockDuration: '60s' },
    route: { retry: { backoff: { kind: 'fixed', delay: '29s' } } },
    rules: [{ as: 'throw', offsets: [2], deliveryCounts: [1] } as const],
    tellsAll: true,
  }
  const first = shareWorker(stage, draft)
  await first.heard('record.retried')
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset !== 2),
  )
  const stoppedAtMs = Date.now()
  await stopCleanly(first)
  must(Date.now() - stoppedAtMs < 15_000, 'nobody waits for the next attempt')
  const [told] = eventsAbout(stage, 'record.released', place)
  must(told !== undefined && told['deliveryCount'] === 1, `the release is told: ${JSON.stringify(told)}`)
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 20_000)
  acceptedOnce(stage, topic, sent)
  must(Date.now() - stoppedAtMs < 28_000, 'it came before the wait was over')
  must(executionsOf(stage, place).join() === '1.1,2.2', `once in each delivery: ${executionsOf(stage, place).join()}`)
  await nothingLeft(stage, topic, 1)
  must((await countOf(stage, deadLetterTopic(topic))) === 0, 'nothing is dead-lettered')
  await stopCleanly(second)
})
