import { deadLettersOf, deadLetterTopic, headerOf, partitionsOf, type DeadLetterRecord } from '../dead-letters.js'
import { must, type Stage } from '../scenario.js'
import { until } from '../until.js'
import { attemptsOf, eventsAbout, ranOnce } from './executions.js'
import { mustBeDeadLetters, type WantedDeadLetter } from './must-be-dead-letter.js'
import { rawRecords, sendRaw, type SentRecord } from './raw-records.js'
import { acceptedAll, nothingLeft, placeOf, stopCleanly } from './share-calls.js'
import type { ShareMode, ShareRule } from './share-job.js'
import { type ShareDraft, shareWorker } from './share-worker.js'

/** Every consumer class that a share group can have. */
export const shareModes: readonly ShareMode[] = ['record', 'batch', 'whole']

/** A topic in which some records fail at every attempt. */
export interface Poison {
  readonly mode: ShareMode
  readonly records: number
  /** So many records at the beginning are deleted before the group starts; default: 0. */
  readonly deleted?: number
  /** Offsets that fail. */
  readonly poison: readonly number[]
  /** Default: each is thrown at. */
  readonly rule?: Omit<ShareRule, 'offsets' | 'topic'>
  /** `retry: { attempts }`; default: 5, which is Samsa's. */
  readonly attempts?: number
  /** What the dead letters say besides where they come from. */
  readonly wanted?: Partial<Omit<WantedDeadLetter, 'of' | 'group'>>
}

/** What is left of it when it is over. */
export interface PoisonEnd {
  readonly sent: readonly SentRecord[]
  readonly letters: readonly DeadLetterRecord[]
  readonly group: string
}

const batchOptions = { batch: { maxRecords: 10, maxWait: '50ms' } }

/** Options of a route with short waits between its attempts. */
export function quickRetries(mode: ShareMode, attempts = 5): Readonly<Record<string, unknown>> {
  return { retry: { attempts, backoff: { kind: 'fixed', delay: '50ms' } }, ...(mode === 'record' ? {} : batchOptions) }
}

async function deleteBefore(stage: Stage, topic: string, offset: number): Promise<void> {
  if (offset === 0) return
  const [outcome] = await stage.admin.deleteRecords([{ topic, partition: 0, offset }])
  must(outcome?.errno === 0, `records before ${offset} are deleted`)
}

/** The events of a record that failed `attempts` times: one of each retry, then one of its dead letter, which says where that is. */
export function toldOf(stage: Stage, one: SentRecord, letter: DeadLetterRecord, attempts: number): void {
  const dead = eventsAbout(stage, 'record.dead-lettered', one)
  must(dead.length === 1, `the dead letter of ${placeOf(one)} is told once: ${JSON.stringify(dead)}`)
  const [told] = dead
  const target = deadLetterTopic(one.topic)
  must(
    told?.['by'] === 'application' && told['target'] === target && told['attempt'] === attempts && told['deliveryCount'] === 1,
    `how, where to and after how many attempts: ${JSON.stringify(told)}`,
  )
  must(told['targetPartition'] === letter.partition && told['targetOffset'] === letter.offset, `where it is: ${JSON.stringify(told)}`)
  must(told['id'] === headerOf(letter, 'samsa.dlq.id') && JSON.stringify(told['omitted']) === '[]', `its id: ${JSON.stringify(told)}`)
}

/**
 * Records that always fail, among others: each runs exactly as often as the policy says, then is a dead letter, once, byte for byte; its neighbours run once and are accepted; everything
 * is told, and the group has nothing left.
 */
export async function poison(stage: Stage, play: Poison): Promise<PoisonEnd> {
  const { mode, attempts = 5, deleted = 0 } = play
  stage.expect('record.retried', 'record.dead-lettered')
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(play.records))
  await deleteBefore(stage, topic, deleted)
  const draft: ShareDraft = {
    topics: [topic],
    group,
    mode,
    route: quickRetries(mode, attempts),
    rules: [{ as: 'throw', ...play.rule, topic, offsets: play.poison }],
    tellsAll: true,
  }
  const worker = shareWorker(stage, draft)
  const isPoison = ({ offset }: SentRecord): boolean => play.poison.includes(offset)
  const neighbours = sent.filter((one) => one.offset >= deleted && !isPoison(one))
  const bad = sent.filter(isPoison)
  await acceptedAll(stage, topic, neighbours)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), bad.length)
  await nothingLeft(stage, topic, 1, group)
  await until('every end is told', () => bad.every((one) => eventsAbout(stage, 'record.dead-lettered', one).length > 0))
  must((await partitionsOf(stage, deadLetterTopic(topic))) === 1, 'the dead-letter topic has as many partitions as its source')
  const said = {
    cause: 'thrown',
    deliveryCount: 1,
    message: 'on purpose',
    errorClass: 'Error',
    worker: worker.name,
    attempts,
    ...play.wanted,
  }
  mustBeDeadLetters(
    stage,
    letters,
    bad.map((of) => ({ ...said, of, group })),
  )
  for (const one of bad) {
    ranAll(stage, one, said.attempts, mode === 'record' || bad.length === 1)
    const letter = letters.find((candidate) => headerOf(candidate, '__dlq.errors.offset') === `${one.offset}`)
    must(letter !== undefined, `${placeOf(one)} has a dead letter`)
    toldOf(stage, one, letter, said.attempts)
  }
  // a batch that settles nothing is repeated as a whole, until its last attempt looks at one after the other
  if (mode === 'whole') repeatedAtMost(stage, neighbours, attempts)
  else ranOnce(stage, neighbours)
  await stopCleanly(worker)
  return { sent, letters, group }
}

/** In a batch a record that comes behind one that fails is not always reached: it runs at least at the last attempt, which is its own. */
function ranAll(stage: Stage, one: SentRecord, attempts: number, isReached: boolean): void {
  const all = Array.from({ length: attempts }, (_, index) => index + 1).join()
  const ran = attemptsOf(stage, one)
  const isRight = isReached ? ran.join() === all : all.endsWith(ran.join()) && ran.length > 0
  must(isRight, `${placeOf(one)} runs ${attempts} times: ${ran.join()}`)
}

function repeatedAtMost(stage: Stage, neighbours: readonly SentRecord[], attempts: number): void {
  const more = neighbours.filter((one) => attemptsOf(stage, one).length > attempts)
  must(more.length === 0, `no neighbour runs more often than the policy says: ${more.map(placeOf).join()}`)
  const dead = neighbours.filter((one) => eventsAbout(stage, 'record.dead-lettered', one).length > 0)
  must(dead.length === 0, `no neighbour is dead-lettered: ${dead.map(placeOf).join()}`)
}
