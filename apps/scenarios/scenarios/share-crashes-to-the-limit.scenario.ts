// limit: 60s
// A record that kills its process at every delivery is run in all but the last of them: in that one it is a dead letter without being run, for the reason deliveries; its neighbours are accepted.
import { deadLettersOf, deadLetterTopic } from '../src/dead-letters.js'
import { executionsOf, eventsAbout } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const crashing = 4
const crashesWanted = 4

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  const topic = await stage.topic('jobs')
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(10))
  const of = sent[crashing]!
  const draft = {
    topics: [topic],
    // one member: where a process has two, the second one's fetch may take, and spend, what the death of the first gives back
    options: { members: 1 },
    settings: { sessionTimeout: '6s' },
    rules: [{ as: 'crash', offsets: [crashing], workMs: 400 } as const],
    tellsAll: true,
  }
  let [crashes, worker] = [0, shareWorker(stage, draft)]
  await until(
    'it is a dead letter',
    () => {
      if (!worker.running) {
        crashes++
        must(crashes <= crashesWanted, `it does not crash a ${crashes}th time`)
        worker = shareWorker(stage, draft)
      }
      return worker.events('record.dead-lettered').length > 0
    },
    100_000,
  )
  must(crashes === crashesWanted, `it crashed ${crashesWanted} times: ${crashes}`)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  await acceptedAll(
    stage,
    topic,
    sent.filter((one) => one !== of),
  )
  await nothingLeft(stage, topic, 1)
  mustBeDeadLetters(stage, letters, [{ of, cause: 'deliveries', attempts: 4, deliveryCount: 5, errorCode: 'SAMSA_DELIVERIES' }])
  must(executionsOf(stage, of).join() === '1.1,2.2,3.3,4.4', `it is not run in the fifth: ${executionsOf(stage, of).join()}`)
  const [told, ...more] = eventsAbout(stage, 'record.dead-lettered', of)
  must(
    more.length === 0 && told?.['cause'] === 'deliveries' && told['deliveryCount'] === 5 && told['attempt'] === 4,
    `the event says why: ${JSON.stringify(told)}`,
  )
  await stopCleanly(worker)
})
