// With attempts: 1 a share group's record that fails is a dead letter at once; a batch that settles nothing and throws has run all its records, so that all of them are dead letters.
import { deadLettersOf, deadLetterTopic } from '../src/dead-letters.js'
import { attemptsOf } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { poison, quickRetries } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  const one = { records: 10, poison: [4], attempts: 1, wanted: { attempts: 1 } }
  await poison(stage, { mode: 'record', ...one })
  // it settles record by record, so it is known which one failed once those before it are settled, and those behind it have not begun: they are in the same call
  const modes = ['batch', 'whole'] as const
  for (const mode of modes) {
    const [topic, group] = [await stage.topic(`together-${mode}`), stage.name(`together-${mode}`)]
    const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(10))
    const rules = [{ as: 'throw', offsets: [4] } as const]
    const worker = shareWorker(stage, { topics: [topic], group, mode, rules, route: quickRetries(mode, 1), tellsAll: true })
    const unsettled = mode === 'batch' ? sent.slice(4) : sent
    const letters = await deadLettersOf(stage, deadLetterTopic(topic), unsettled.length)
    await nothingLeft(stage, topic, 1, group)
    const wanted = { group, cause: 'thrown', attempts: 1, deliveryCount: 1, message: 'on purpose', errorClass: 'Error' }
    mustBeDeadLetters(
      stage,
      letters,
      unsettled.map((of) => ({ ...wanted, of })),
    )
    must(
      sent.every((of) => attemptsOf(stage, of).length === (of.offset <= 4 ? 1 : 0)),
      'none runs again, and none behind the failing one has begun',
    )
    await stopCleanly(worker)
  }
})
