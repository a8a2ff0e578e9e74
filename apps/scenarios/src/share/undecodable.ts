import { deadLettersOf, deadLetterTopic, headerOf } from '../dead-letters.js'
import type { Raw } from '../feed.js'
import { must, type Stage } from '../scenario.js'
import { attemptsOf, eventsAbout, ranOnce } from './executions.js'
import { mustBeDeadLetters } from './must-be-dead-letter.js'
import { quickRetries, shareModes } from './poison.js'
import { rawRecords, sendRaw } from './raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from './share-calls.js'
import type { ShareMode } from './share-job.js'
import { shareWorker } from './share-worker.js'

/** Not UTF-8. */
export const noText = Uint8Array.of(0x6e, 0xff, 0xfe)

const bad = 4

async function play(stage: Stage, mode: ShareMode, part: Partial<Raw>, runs: number): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const records = rawRecords(10).map((raw, offset) => (offset === bad ? { ...raw, ...part } : raw))
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, records)
  const worker = shareWorker(stage, { topics: [topic], group, mode, route: quickRetries(mode), tellsAll: true })
  const neighbours = sent.filter(({ offset }) => offset !== bad)
  const of = sent[bad]!
  await acceptedAll(stage, topic, neighbours)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  await nothingLeft(stage, topic, 1, group)
  // in a batch it may take another look to find out which record it was
  const attempts = mode === 'record' ? 1 : Number(headerOf(letters[0]!, 'samsa.dlq.attempts'))
  must(attempts <= runs, `${mode}: it is not retried: ${attempts} attempts`)
  const wanted = { group, cause: 'deserialize', deliveryCount: 1, errorClass: 'SamsaError', errorCode: 'SAMSA_DESERIALIZE', attempts }
  mustBeDeadLetters(stage, letters, [{ ...wanted, of }])
  must(attemptsOf(stage, of).length === attempts, `${mode}: it runs ${attempts} times: ${attemptsOf(stage, of).join()}`)
  const [told] = eventsAbout(stage, 'record.dead-lettered', of)
  must(told?.['cause'] === 'deserialize' && told['errorCode'] === 'SAMSA_DESERIALIZE', `the event has the code: ${JSON.stringify(told)}`)
  if (mode === 'record') must(eventsAbout(stage, 'record.retried', of).length === 0, 'it is not retried')
  if (mode !== 'whole') ranOnce(stage, neighbours)
  await stopCleanly(worker)
}

/**
 * A record of which a part cannot be decoded, among others: a dead letter at once, byte for byte, with cause and code; its neighbours run once. Where nothing says which record of a batch it
 * was, each is looked at on its own next: `runs` is how often it may run then.
 */
export async function undecodable(stage: Stage, part: Partial<Raw>, runs = 1): Promise<void> {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all(shareModes.map((mode) => play(stage, mode, part, runs)))
}
