import { deadLettersOf, deadLetterTopic } from '../dead-letters.js'
import { executionsOf, eventsAbout } from './executions.js'
import { mustBeDeadLetters } from './must-be-dead-letter.js'
import { rawRecords, sendRaw, type SentRecord } from './raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from './share-calls.js'
import type { ShareMode } from './share-job.js'
import { type ShareDraft, shareWorker } from './share-worker.js'
import { must, type Stage } from '../scenario.js'
import { until } from '../until.js'

/** Offset of the record that kills. */
export const crashing = 4
const crashesWanted = 4
// long enough for the neighbours that run alone beside it to be accepted
const crashAfterMs = { record: 400, batch: 2_000, whole: 2_000 } as const

/**
 * A record that kills its process at every delivery is run in all but the last of them: in that one it is a dead letter without being run, for the reason `deliveries`; its neighbours
 * are accepted. Answers all that was sent.
 */
export async function crashesToTheLimit(stage: Stage, mode: ShareMode, route: ShareDraft['route'] = {}): Promise<readonly SentRecord[]> {
  stage.expect('record.dead-lettered')
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(10))
  const of = sent[crashing]!
  const draft = {
    topics: [topic],
    group,
    mode,
    route,
    // one member: where a process has two, the second one's fetch may take, and spend, what the death of the first gives back
    options: { members: 1 },
    settings: { sessionTimeout: '6s' },
    rules: [{ as: 'crash', offsets: [crashing], workMs: crashAfterMs[mode] } as const],
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
  await nothingLeft(stage, topic, 1, group)
  mustBeDeadLetters(stage, letters, [{ of, group, cause: 'deliveries', attempts: 4, deliveryCount: 5, errorCode: 'SAMSA_DELIVERIES' }])
  must(executionsOf(stage, of).join() === '1.1,2.2,3.3,4.4', `it is not run in the fifth: ${executionsOf(stage, of).join()}`)
  const [told, ...more] = eventsAbout(stage, 'record.dead-lettered', of)
  must(
    more.length === 0 && told?.['cause'] === 'deliveries' && told['deliveryCount'] === 5 && told['attempt'] === 4,
    `the event says why: ${JSON.stringify(told)}`,
  )
  await stopCleanly(worker)
  return sent
}
