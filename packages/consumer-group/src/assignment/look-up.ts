import type { InitialOffset, MoveCause } from '@samsa/contracts'
import type { OffsetQuestion, PartitionResult, TopicPartition } from '../driver.js'
import type { Failure } from '../map-error.js'
import type { PartitionQueue } from '../partition-queue.js'
import { failureOf, failureOfCode, type SessionScope } from '../scope.js'
import { nearestOffset, type Bounds } from './start-offset.js'

/** Limit of one request; what fails is asked again while the partition is assigned. */
export const lookUpTimeoutMs = 10_000

/** Where a partition begins. */
export interface Start {
  readonly queue: PartitionQueue
  readonly offset: number
  /** What was committed before; `null`: nothing. */
  readonly committed: number | null
  /** Why it does not begin where it was committed; `null`: it does, or nothing was. */
  readonly moved: MoveCause | null
}

/** What a look-up found, and what the partitions without a result failed with. */
export interface LookUp {
  readonly starts: readonly Start[]
  readonly failed: readonly PartitionQueue[]
  readonly failure: Failure | null
}

/** Answers by partition; a partition that failed is missing. */
interface Found<Value> {
  readonly values: ReadonlyMap<PartitionQueue, Value>
  readonly failure: Failure | null
}

const keyOf = ({ topic, partition }: TopicPartition): string => `${topic}\n${partition}`

async function collect(
  scope: SessionScope,
  queues: readonly PartitionQueue[],
  request: Promise<readonly PartitionResult[]>,
): Promise<Found<number>> {
  const values = new Map<PartitionQueue, number>()
  let failure: Failure | null = null
  let results: readonly PartitionResult[]
  try {
    results = await request
    scope.answeredByBroker()
  } catch (thrown) {
    results = (thrown as { partitions?: readonly PartitionResult[] }).partitions ?? []
    failure = failureOf(thrown)
    // without a word on the partitions an offset of 0 would be a guess
    if (results.every((result) => result.errno === 0)) return { values, failure }
  }
  const byPartition = new Map(results.map((result) => [keyOf(result), result]))
  for (const queue of queues) {
    const result = byPartition.get(keyOf(queue))
    if (result?.errno === 0) values.set(queue, result.offset)
    else
      failure ??=
        result === undefined
          ? { errno: 0, name: 'unknown', text: 'no answer for the partition' }
          : failureOfCode(scope.library, result.errno)
  }
  return { values, failure }
}

function ask(
  scope: SessionScope,
  queues: readonly PartitionQueue[],
  at: OffsetQuestion['at'],
  isolation: 'read_committed' | 'read_uncommitted',
) {
  const questions = queues.map(({ topic, partition }) => ({ topic, partition, at }))
  return collect(
    scope,
    queues,
    callDriver(() => scope.driver.listOffsets(questions, { timeoutMs: lookUpTimeoutMs, isolation })),
  )
}

/** A call that throws becomes a rejection, so that one path handles both. */
async function callDriver<Result>(call: () => Promise<Result>): Promise<Result> {
  return call()
}

/** First and next offset of each partition: the high watermark, because a position beyond the last stable offset is still a position. */
export async function lookUpBounds(scope: SessionScope, queues: readonly PartitionQueue[]): Promise<Found<Bounds>> {
  const [low, high] = await Promise.all([
    ask(scope, queues, 'earliest', 'read_uncommitted'),
    ask(scope, queues, 'latest', 'read_uncommitted'),
  ])
  const values = new Map<PartitionQueue, Bounds>()
  for (const [queue, offset] of low.values) if (high.values.has(queue)) values.set(queue, { low: offset, high: high.values.get(queue)! })
  return { values, failure: low.failure ?? high.failure }
}

async function lookUpInitial(scope: SessionScope, queue: PartitionQueue, bounds: Bounds, initial: InitialOffset): Promise<Found<number>> {
  if (initial.from === 'earliest') return { values: new Map([[queue, bounds.low]]), failure: null }
  // as Java's client: with read_committed the end is the last stable offset, so what an open transaction adds is delivered when it commits
  const end = () => ask(scope, [queue], 'latest', scope.subscription.isolation)
  if (initial.from === 'latest') return end()
  const timestampMs = initial.from === 'timestamp' ? initial.timestampMs : scope.clock.wall() - initial.ageMs
  const found = await ask(scope, [queue], Math.max(0, Math.floor(timestampMs)), scope.subscription.isolation)
  const offset = found.values.get(queue)
  return offset !== undefined && offset < 0 ? end() : found
}

/**
 * Where newly assigned partitions begin: at the committed position where it still exists, at the nearest offset that does where not, at `initialOffset` where
 * nothing is committed. Partitions whose broker or coordinator gave no answer are in `failed`: nothing is ever guessed.
 */
export async function lookUpStarts(
  scope: SessionScope,
  queues: readonly PartitionQueue[],
  initialOf: (topic: string) => InitialOffset,
): Promise<LookUp> {
  const partitions = queues.map(({ topic, partition }) => ({ topic, partition }))
  const [committed, bounds] = await Promise.all([
    collect(
      scope,
      queues,
      callDriver(() => scope.driver.committed(partitions, lookUpTimeoutMs)),
    ),
    lookUpBounds(scope, queues),
  ])
  let failure = committed.failure ?? bounds.failure
  const starts = await Promise.all(
    queues.map(async (queue): Promise<Start | null> => {
      const position = committed.values.get(queue)
      const limits = bounds.values.get(queue)
      if (position === undefined || limits === undefined) return null
      if (position >= 0) return { queue, ...nearestOffset(position, limits), committed: position }
      const initial = await lookUpInitial(scope, queue, limits, initialOf(queue.topic))
      failure ??= initial.failure
      const offset = initial.values.get(queue)
      return offset === undefined ? null : { queue, offset, committed: null, moved: null }
    }),
  )
  return { starts: starts.filter((start) => start !== null), failed: queues.filter((_, i) => starts[i] === null), failure }
}
