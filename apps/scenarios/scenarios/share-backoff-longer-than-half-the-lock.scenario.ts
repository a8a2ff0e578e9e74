// limit: 30s
// A wait longer than half the lock is none: records are released and come again with the next delivery count, until the last delivery in which they are run; then the failing one is a dead letter.
import { deadLettersOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf, ranOnce } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(6))
  // the last one: what is behind a failing record of a batch would come again with it
  const of = sent[5]!
  const worker = shareWorker(stage, {
    topics: [topic],
    group,
    mode,
    settings: { lockDuration: '4s' },
    route: {
      retry: { backoff: { kind: 'fixed', delay: '2100ms' } },
      ...(mode === 'record' ? {} : { batch: { maxRecords: 6, maxWait: '50ms' } }),
    },
    rules: [{ as: 'throw', offsets: [5] } as const],
    tellsAll: true,
  })
  const neighbours = sent.filter((one) => one !== of)
  await acceptedAll(stage, topic, neighbours)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  await nothingLeft(stage, topic, 1, group)
  const wanted = { of, group, cause: 'thrown', attempts: 4, deliveryCount: 4, message: 'on purpose', errorClass: 'Error' }
  mustBeDeadLetters(stage, letters, [wanted])
  must(executionsOf(stage, of).join() === '1.1,2.2,3.3,4.4', `${mode}: once in each delivery: ${executionsOf(stage, of).join()}`)
  const released = eventsAbout(stage, 'record.released', of)
  must(
    released.length === 3 && released.every(({ cause }) => cause === 'thrown'),
    `${mode}: each release is told with its cause: ${JSON.stringify(released)}`,
  )
  ranOnce(stage, neighbours)
  await stopCleanly(worker)
}

await scenario(async (stage) => {
  stage.expect('record.released', 'record.dead-lettered')
  await Promise.all((['record', 'batch'] as const).map((mode) => play(stage, mode)))
})
