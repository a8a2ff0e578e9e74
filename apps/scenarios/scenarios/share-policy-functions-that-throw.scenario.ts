// A rule and a backoff of one's own that throw count as not given: each mistake is told, the record is retried with the standard waits, and ends as the rest of the policy says.
import { deadLettersOf, deadLetterTopic } from '../src/dead-letters.js'
import { attemptsOf, eventsAbout, ranOnce } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('policy.failed', 'record.retried', 'record.dead-lettered')
  const topic = await stage.topic('jobs')
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(5))
  const of = sent[2]!
  const worker = shareWorker(stage, {
    topics: [topic],
    route: { retry: { attempts: 3, on: [{ error: 'throws', action: 'reject' }] } },
    hooks: { backoff: { throws: 1, gives: 'no duration' } },
    rules: [{ as: 'throw', offsets: [2] }],
    tellsAll: true,
  })
  const neighbours = sent.filter((one) => one !== of)
  await acceptedAll(stage, topic, neighbours)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  await nothingLeft(stage, topic, 1)
  mustBeDeadLetters(stage, letters, [{ of, cause: 'thrown', attempts: 3, deliveryCount: 1, message: 'on purpose' }])
  must(attemptsOf(stage, of).join() === '1,2,3', `it runs three times: ${attemptsOf(stage, of).join()}`)
  const mistakes = eventsAbout(stage, 'policy.failed', of)
  // the rule is asked each time, the backoff before each of the two waits
  must(mistakes.length === 5, `each mistake is told: ${JSON.stringify(mistakes)}`)
  must(
    mistakes.every(({ errorCode }) => errorCode === 'SAMSA_POLICY_FAILED'),
    `with its code: ${JSON.stringify(mistakes)}`,
  )
  const delays = eventsAbout(stage, 'record.retried', of).map(({ delayMs }) => Number(delayMs))
  must(
    delays.length === 2 && delays[0]! >= 125 && delays[0]! <= 250 && delays[1]! >= 250 && delays[1]! <= 500,
    `standard waits: ${delays.join()}`,
  )
  ranOnce(stage, neighbours)
  await stopCleanly(worker)
})
