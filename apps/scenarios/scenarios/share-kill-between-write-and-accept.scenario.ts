// limit: 30s
// A worker is killed after it wrote a dead letter and before it accepted the record: the record comes again and is written again, with the same id; nothing is lost, for classes of all kinds.
import { byId, deadLettersOf, deadLetterTopic, headerOf, readDeadLetters } from '../src/dead-letters.js'
import { executionsOf } from '../src/share/executions.js'
import { mustBeDeadLetter } from '../src/share/must-be-dead-letter.js'
import { quickRetries, shareModes } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(3))
  const of = sent[1]!
  const draft = {
    topics: [topic],
    group,
    mode,
    settings: { sessionTimeout: '6s' },
    options: { members: 1 },
    rules: [{ as: 'throw', offsets: [1] } as const],
    route: quickRetries(mode, 3),
    tellsAll: true,
  }
  const first = shareWorker(stage, { ...draft, diesAt: 'record.dead-lettered' })
  must((await first.exit) === null, 'it was killed')
  must((await readDeadLetters(stage, deadLetterTopic(topic))).length === 1, 'the dead letter was written')
  const second = shareWorker(stage, draft)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 2)
  await second.heard('record.dead-lettered')
  await acceptedAll(stage, topic, [sent[0]!, sent[2]!])
  await nothingLeft(stage, topic, 1, group)
  must(letters.length === 2 && byId(letters).size === 1, 'it is there twice, with the same id')
  must(letters.map((letter) => headerOf(letter, '__dlq.errors.delivery.count')).join() === '1,2', 'of the first and the second delivery')
  // executions of the first delivery, whatever their number, count as one
  must(executionsOf(stage, of).join() === '1.1,1.2,1.3,2.2,2.3', `as often as the policy says: ${executionsOf(stage, of).join()}`)
  const wanted = { of, group, cause: 'thrown', attempts: 3, errorClass: 'Error' }
  mustBeDeadLetter(stage, letters[0]!, { ...wanted, deliveryCount: 1, worker: first.name })
  mustBeDeadLetter(stage, letters[1]!, { ...wanted, deliveryCount: 2, worker: second.name })
  await stopCleanly(second)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all(shareModes.map((mode) => play(stage, mode)))
})
