// limit: 30s
// A wait longer than half the lock is none: the record is released and comes again with the next delivery count, until the last delivery in which it is run; then it is a dead letter.
import { deadLettersOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf, ranOnce } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.released', 'record.dead-lettered')
  const topic = await stage.topic('jobs')
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(6))
  const of = sent[3]!
  const worker = shareWorker(stage, {
    topics: [topic],
    settings: { lockDuration: '4s' },
    route: { retry: { backoff: { kind: 'fixed', delay: '2100ms' } } },
    rules: [{ as: 'throw', offsets: [3] } as const],
    tellsAll: true,
  })
  const neighbours = sent.filter((one) => one !== of)
  await acceptedAll(stage, topic, neighbours)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  await nothingLeft(stage, topic, 1)
  mustBeDeadLetters(stage, letters, [{ of, cause: 'thrown', attempts: 4, deliveryCount: 4, message: 'on purpose', errorClass: 'Error' }])
  must(executionsOf(stage, of).join() === '1.1,2.2,3.3,4.4', `it runs once in each delivery: ${executionsOf(stage, of).join()}`)
  const released = eventsAbout(stage, 'record.released', of)
  must(
    released.length === 3 && released.every(({ cause }) => cause === 'thrown'),
    `each release is told with its cause: ${JSON.stringify(released)}`,
  )
  ranOnce(stage, neighbours)
  await stopCleanly(worker)
})
