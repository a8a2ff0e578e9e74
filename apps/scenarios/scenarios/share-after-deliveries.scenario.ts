// With afterDeliveries: 2 a record is run in two deliveries: released in the second it is a dead letter at once; where its workers were cut off both times it is one in the third, without being run, for the reason deliveries.
import { deadLettersOf, deadLetterTopic, headerOf } from '../src/dead-letters.js'
import { executionsOf, ranOnce } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('record.released', 'record.dead-lettered', 'SAMSA_DRAIN_DEADLINE', 'handler.late')
  const topic = await stage.topic('jobs')
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(6))
  const [given, cut] = [sent[1]!, sent[3]!]
  const neighbours = sent.filter((one) => one !== given && one !== cut)
  const draft = {
    topics: [topic],
    settings: { lockDuration: '60s' },
    route: { deadLetter: { afterDeliveries: 2 } },
    // what hangs is cut by the end of its worker: such a delivery is spent, too
    rules: [{ as: 'release', offsets: [1] } as const, { as: 'never', offsets: [3], heedsSignal: false } as const],
    tellsAll: true,
    drain: '1s',
  } as const
  for (const count of [1, 2]) {
    const worker = shareWorker(stage, draft)
    await until(`delivery ${count} hangs`, () => executionsOf(stage, cut).length === count)
    await acceptedAll(stage, topic, neighbours)
    // what was released at its last run delivery is a dead letter then and there
    await until('the released one is over', () => executionsOf(stage, given).length === 2)
    must((await worker.stop()) === 2, `the hanging call is cut: ${await worker.exit}`)
  }
  const last = shareWorker(stage, draft)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 2)
  await nothingLeft(stage, topic, 1)
  const ofCut = letters.find((letter) => headerOf(letter, '__dlq.errors.offset') === '3')
  must(ofCut !== undefined, 'the hanging one is a dead letter')
  mustBeDeadLetters(stage, letters, [
    { of: given, cause: 'returned', attempts: 2, deliveryCount: 2, message: 'given back on purpose' },
    { of: cut, cause: 'deliveries', attempts: 2, deliveryCount: 3, errorCode: 'SAMSA_DELIVERIES' },
  ])
  for (const one of [given, cut])
    must(executionsOf(stage, one).join() === '1.1,2.2', `${one.offset} is run in two deliveries: ${executionsOf(stage, one).join()}`)
  ranOnce(stage, neighbours)
  await stopCleanly(last)
})
