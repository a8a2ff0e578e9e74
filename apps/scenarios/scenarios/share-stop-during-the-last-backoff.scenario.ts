// A worker with a share group stops while a record waits for its next attempt in the last delivery in which it is run: released it would be run no more, so it is a dead letter.
import { deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import { executionsOf } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  const topic = await stage.topic('jobs')
  const sent = await sendRaw(stage.feed(), topic, rawRecords(5))
  const of = sent[2]!
  const worker = shareWorker(stage, {
    topics: [topic],
    settings: { lockDuration: '60s' },
    route: { retry: { backoff: { kind: 'fixed', delay: '29s' } }, deadLetter: { afterDeliveries: 1 } },
    rules: [{ as: 'throw', offsets: [2] } as const],
    tellsAll: true,
  })
  await worker.heard('record.retried')
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset !== 2),
  )
  await stopCleanly(worker)
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  mustBeDeadLetters(stage, letters, [{ of, cause: 'thrown', attempts: 1, deliveryCount: 1, message: 'on purpose', errorClass: 'Error' }])
  must(executionsOf(stage, of).join() === '1.1', `it ran once: ${executionsOf(stage, of).join()}`)
  await nothingLeft(stage, topic, 1)
})
