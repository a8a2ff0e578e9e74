// A share group's handler that returns deadLetter(reason), or settles a record of a batch so, has it written at once, whatever attempts are left, with its reason and without an error; one that returns nonsense is a failure.
import { deadLettersOf, deadLetterTopic } from '../src/dead-letters.js'
import { attemptsOf, eventsAbout, ranOnce } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { quickRetries } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(10))
  const rules = [{ as: 'dead-letter', offsets: [2, 3] } as const, { as: 'nonsense', offsets: [7] } as const]
  const worker = shareWorker(stage, { topics: [topic], group, mode, rules, route: quickRetries(mode, 2), tellsAll: true })
  const bad = sent.filter(({ offset }) => [2, 3, 7].includes(offset))
  const neighbours = sent.filter((one) => !bad.includes(one))
  await acceptedAll(stage, topic, neighbours)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), bad.length)
  await nothingLeft(stage, topic, 1, group)
  const nonsense = { cause: mode === 'record' ? 'invalid-outcome' : 'thrown', errorCode: 'SAMSA_OUTCOME_INVALID', attempts: 2 }
  mustBeDeadLetters(
    stage,
    letters,
    bad.map((of) => ({
      of,
      group,
      deliveryCount: 1,
      ...(of.offset === 7 ? nonsense : { cause: 'dead-letter', message: 'for a person', attempts: 1 }),
    })),
  )
  for (const one of bad) {
    must(eventsAbout(stage, 'record.dead-lettered', one).length === 1, 'it is told once')
    const wanted = one.offset === 7 ? '1,2' : '1'
    must(attemptsOf(stage, one).join() === wanted, `${mode} ${one.offset} runs ${wanted}: ${attemptsOf(stage, one).join()}`)
  }
  ranOnce(stage, neighbours)
  await stopCleanly(worker)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all((['record', 'batch'] as const).map((mode) => play(stage, mode)))
})
