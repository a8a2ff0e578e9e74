import { deadLettersOf, deadLetterTopic, partitionsOf, readDeadLetters } from './dead-letters.js'
import { expectDeadLetter } from './expect-dead-letter.js'
import { expectPassed } from './expect-passed.js'
import { always } from './fault.js'
import type { Raw, Sent } from './feed.js'
import type { Job } from './job.js'
import { must, type Stage } from './scenario.js'
import type { WorkerProcess } from './worker-process.js'

/** Which records of partition 0 cannot be handled. `first`: the first that is there, behind records that retention removed. */
export type PoisonShape = 'first' | 'middle' | 'last' | 'only' | 'offset-0' | 'all'

/** How a class of a scenario gets its records. */
export type Mode = Job['mode']

/** Retries that cost no time. */
export const quick = { backoff: { kind: 'fixed', delay: '20ms', jitter: false } } as const

/** Attempts where nobody says otherwise. */
export const standardAttempts = 5

interface PoisonLetter {
  readonly offset: number
  readonly sent: Raw
}

const removed = 3
const perPartition = 10

const offsetsOf: Readonly<Record<PoisonShape, readonly number[]>> = {
  'first': [removed],
  'middle': [5],
  'last': [perPartition - 1],
  'only': [0],
  'offset-0': [0],
  'all': Array.from({ length: perPartition }, (_, offset) => offset),
}

// earlier than any dead letter, and later than retention removes
const sentAtMs = Date.now() - 3_600_000

/** A record that dead letters have to keep byte for byte. */
export function recordWithAll(partition: number, index: number): Raw & { readonly timestampMs: number } {
  return {
    key: `k${index}`,
    value: `value ${index} of ${partition} \u{1F600}`,
    partition,
    timestampMs: sentAtMs + index,
    headers: [
      ['traceless', ''],
      ['name', 'one'],
      ['name', 'two'],
      ['nothing', null],
      ['bytes', Uint8Array.of(0, 255, index)],
    ],
  }
}

/** Calls of one record, in order. */
export const runsOf = (stage: Stage, { partition, offset }: Sent): readonly number[] =>
  stage
    .entries()
    .flatMap((entry) => (entry.what === 'begin' && entry.partition === partition && entry.offset === offset ? [entry.attempt] : []))

/** `1,2,3` for three attempts. */
export const counted = (attempts: number): string => Array.from({ length: attempts }, (_, index) => index + 1).join()

async function feedShape(stage: Stage, topic: string, shape: PoisonShape): Promise<readonly Raw[]> {
  const counts = shape === 'only' ? [1, 0] : [perPartition, perPartition]
  const records = counts.flatMap((count, partition) => Array.from({ length: count }, (_, index) => recordWithAll(partition, index)))
  await stage.feed().send(topic, records)
  if (shape === 'first') await stage.admin.deleteRecords([{ topic, partition: 0, offset: removed }])
  return records
}

function expectRuns(stage: Stage, poisoned: readonly Sent[], mode: Mode, shape: PoisonShape): void {
  for (const place of poisoned) {
    const runs = runsOf(stage, place).join()
    // a class that throws at the first of its batch has not begun the others: the last attempt runs them one by one
    const isEnough = mode === 'batch' && shape === 'all' ? runs.endsWith(`${standardAttempts}`) : runs === counted(standardAttempts)
    must(isEnough, `0/${place.offset} runs five times: ${runs}`)
  }
}

/** The dead letters of partition 0 and their events, in order. */
async function expectLetters(stage: Stage, worker: WorkerProcess, topic: string, wanted: readonly PoisonLetter[]): Promise<void> {
  const target = deadLetterTopic(topic)
  const letters = await readDeadLetters(stage, target)
  must((await partitionsOf(stage, target)) === 2, 'the dead-letter topic has as many partitions as the source')
  must(letters.length === wanted.length, `one dead letter each: ${letters.length}`)
  const told = worker.events('record.dead-lettered')
  must(told.length === wanted.length, `each is an event: ${told.length}`)
  for (const [index, { offset, sent }] of wanted.entries()) {
    must(letters[index]?.partition === 0, 'the partition number is kept')
    expectDeadLetter(letters[index], {
      group: stage.name('group'),
      topic,
      partition: 0,
      offset,
      sent,
      attempts: standardAttempts,
      cause: 'thrown',
      message: new RegExp(`error in run \\d of ${topic}/0/${offset}`),
      errorClass: 'Error',
      worker: worker.name,
    })
    const event = told[index]
    must(
      event?.['offset'] === offset && event['target'] === target && event['targetOffset'] === letters[index]?.offset,
      `the event says where it went: ${JSON.stringify(event)}`,
    )
    must(event['attempt'] === standardAttempts && event['deliveryCount'] === null, `and after how many attempts: ${JSON.stringify(event)}`)
  }
}

/** Records that are not poison ran once, in order. */
async function expectNeighbours(stage: Stage, topic: string, healthy: readonly Sent[]): Promise<void> {
  const found = await stage.handledAll(topic, healthy)
  must(found.repeated.length === 0 && found.ended === healthy.length, `neighbours are handled once: ${JSON.stringify(found)}`)
  must(found.outOfOrder.length === 0, `order is kept: ${found.outOfOrder.join(' ')}`)
  for (const place of healthy) must(runsOf(stage, place).length === 1, `${place.partition}/${place.offset} began once`)
}

function expectRetries(worker: WorkerProcess, poisoned: number, mode: Mode, shape: PoisonShape): void {
  const retried = worker.events('record.retried').length
  // a batch runs again as a whole
  const fewest = (mode === 'batch' ? 1 : poisoned) * (standardAttempts - 1)
  must(shape === 'all' && mode === 'batch' ? retried >= fewest : retried === fewest, `each further attempt is an event: ${retried}`)
}

/** Those that retention has left and that are not poison. */
function neighboursOf(records: readonly Raw[], shape: PoisonShape): readonly Sent[] {
  return [0, 1].flatMap((partition) => {
    const places = records.filter((record) => record.partition === partition).map((_, offset) => ({ partition, offset }))
    if (partition === 1) return places
    return places.filter(({ offset }) => !offsetsOf[shape].includes(offset) && (shape !== 'first' || offset >= removed))
  })
}

/**
 * Records of partition 0 that always fail run as often as the policy says, are dead-lettered once, in order and byte for byte, and are passed; their neighbours run
 * once.
 */
export async function poison(stage: Stage, mode: Mode, shape: PoisonShape, retry: object = quick): Promise<void> {
  stage.expect('record.retried', 'record.dead-lettered')
  const topic = await stage.topic('poisoned', 2)
  const records = await feedShape(stage, topic, shape)
  const poisoned = offsetsOf[shape].map((offset) => ({ partition: 0, offset }))
  const worker = stage.worker({ topics: [topic], mode, route: { retry }, handler: { faults: always('error', poisoned) }, tellsAll: true })
  await deadLettersOf(stage, deadLetterTopic(topic), poisoned.length)
  await expectNeighbours(stage, topic, neighboursOf(records, shape))
  must((await worker.stop()) === 0, 'the worker stops cleanly')

  expectRuns(stage, poisoned, mode, shape)
  await expectLetters(
    stage,
    worker,
    topic,
    poisoned.map(({ offset }) => ({ offset, sent: records[offset]! })),
  )
  expectRetries(worker, poisoned.length, mode, shape)
  await expectPassed(
    stage,
    topic,
    [0, 1].map((partition) => records.filter((record) => record.partition === partition).length),
  )
}
