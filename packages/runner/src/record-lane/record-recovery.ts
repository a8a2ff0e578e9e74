import { SamsaError, type RecordColumns } from '@samsa/contracts'
import { deadLetterId, decideOutcome, lastRunDelivery, type Failure, type RecoveryAction } from '@samsa/dlq'
import type { SessionScope } from '../lane/lane-scope.js'
import { stopError } from '../recovery/stop-error.js'
import { tellMistakes } from '../recovery/tell-mistakes.js'
import { DeadLetters } from './dead-letters.js'
import type { LockedSegment } from './locked-segment.js'
import type { RecordRoute } from './record-route.js'
import { RunAgain, takenWith, type Unfinished } from './run-again.js'
import { settleRejected, settleReleased, tellExhausted } from './settle-records.js'
import { atLimit, deliveryCountOf } from './share-verdict.js'
import { singleRecords, splitBatch } from './split-batch.js'

/** What recovery in a session is made of. */
export interface RecordRecoveryParts {
  readonly scope: SessionScope
  readonly route: RecordRoute
  /** Names of cluster and group. */
  readonly origin: { readonly cluster: string; readonly group: string }
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
  /** Something is due again: called in a turn of its own. */
  readonly ripened: () => void
  /** A dead letter has come to its end. */
  readonly ended: () => void
}

/** How often records were run in this delivery, and when they first failed in it (milliseconds since the epoch; `null`: just now). */
export interface RunsSoFar {
  readonly executions: number
  readonly firstFailedAtMs: number | null
}

/** What becomes of the records of a session that were not handled: again within their lock, given back, dead-lettered, given up, or the end of the worker. */
export class RecordRecovery {
  readonly again: RunAgain
  readonly letters: DeadLetters
  readonly #parts: RecordRecoveryParts
  /** Whether nothing waits for another run any more. */
  #ending = false
  /** Whether everything was given up, and if so, whether it could be given back. */
  #over: { readonly settles: boolean } | null = null

  constructor(parts: RecordRecoveryParts) {
    const { scope, route, random } = parts
    this.#parts = parts
    this.again = new RunAgain(scope, parts.ripened)
    this.letters = new DeadLetters({ scope, writer: route.recovery.writer, random, ended: parts.ended })
  }

  /** Whether nothing waits to be run, or to be written. */
  get resting(): boolean {
    return this.again.empty && this.letters.size === 0
  }

  /** Whether records at their last delivery can be saved that nobody could start. */
  get saves(): boolean {
    return this.#parts.route.recovery.policy.deadLetter === 'application'
  }

  /** Last delivery in which records of these columns are run. */
  lastRun(columns: RecordColumns): number {
    return lastRunDelivery(this.#parts.route.recovery.policy, columns.deliveryLimit)
  }

  /** One record has failed. */
  failed(segment: LockedSegment, failure: Failure, runs: RunsSoFar): void {
    const one = this.#unfinished([segment], failure, runs)
    this.#apply(one, this.#decide(one))
    this.#endAgain()
  }

  /** A batch has failed: what its class did not settle. Decisions that end a record are taken about the one that failed, or where nothing is left to try. */
  failedBatch(segments: readonly LockedSegment[], failure: Failure, runs: RunsSoFar): void {
    const { culprit, others } = splitBatch(segments, failure)
    if (culprit !== null) this.failed(culprit, failure, runs)
    for (const group of others) this.#failedTogether(this.#unfinished(group, failure, runs), culprit !== null)
    this.#endAgain()
  }

  /** A record is not run: it was delivered more often than it is to be, or it is at its last delivery, and its lock ends (`isNearEnd`: so soon that only a release counts). */
  unrun(segment: LockedSegment, cause: 'deliveries' | 'starved', isNearEnd: boolean): void {
    const error = new SamsaError('SAMSA_DELIVERIES', this.#whyUnrun(segment, cause))
    const failure: Failure = { cause, reason: error.message, error, thrown: error, afterMs: null }
    const one = this.#unfinished([segment], failure, { executions: 0, firstFailedAtMs: null })
    this.#apply(one, this.#decide(one), isNearEnd)
    this.#endAgain()
  }

  /** Nothing waits any more: it is given back, dead-lettered, or run at once. */
  quiet(): void {
    this.#ending = true
    for (const one of this.again.takeBack(() => true)) this.#endWait(one)
    this.letters.quiet()
  }

  /** The end of this lock is near: only a release still counts. */
  expiring(columns: RecordColumns): void {
    for (const one of this.again.takeBack(takenWith(columns))) {
      for (const segment of singleRecords(one.segments)) {
        const single = { ...one, segments: [segment] }
        if (atLimit(columns, segment.start)) this.#apply(single, this.#decideUnasked(single), true)
        else settleReleased(this.#parts.scope, segment, one.failure)
      }
    }
    this.letters.expiring(columns)
  }

  /**
   * Everything of which `which` is true is given up.
   *
   * @param settles whether it can be given back
   */
  giveUp(which: (segment: LockedSegment) => boolean, settles: boolean): void {
    for (const { segments, failure, executions } of this.again.takeBack(which)) {
      for (const segment of singleRecords(segments)) {
        const { reason, error } = failure
        if (atLimit(segment.columns, segment.start)) tellExhausted(this.#parts.scope, segment, 'archived', { executions, reason, error })
        else if (settles) settleReleased(this.#parts.scope, segment, failure)
      }
    }
    this.letters.giveUp(which, settles)
  }

  /**
   * Everything is given up, for good.
   *
   * @param settles whether it can be given back
   */
  end(settles: boolean): void {
    this.#over = { settles }
    this.giveUp(() => true, settles)
  }

  /** Whoever heard of a decision may have ended everything before it was carried out. */
  #endAgain(): void {
    if (this.#over !== null) this.giveUp(() => true, this.#over.settles)
  }

  #unfinished(segments: readonly LockedSegment[], failure: Failure, { executions, firstFailedAtMs }: RunsSoFar): Unfinished {
    return { segments, failure, executions, firstFailedAtMs: firstFailedAtMs ?? this.#parts.scope.clock.wall() }
  }

  /**
   * What becomes of records that stand or fall together: those of one delivery count.
   *
   * @param isInnocent whether another record of the batch is known to be the one that failed
   */
  #failedTogether(one: Unfinished, isInnocent: boolean): void {
    const { attempts } = this.#parts.route.recovery.policy
    const attempt = this.#attempt(one)
    const action = isInnocent ? runNow : this.#decide(one)
    if (action.type === 'release' || action.type === 'stop') return this.#apply(one, action)
    // nobody knows which of them a rule is about: its topic is not for all of them
    if (attempt >= attempts && action.type === 'dead-letter' && action.topic === null) return this.#apply(one, action)
    if (attempt >= attempts || !this.#hasTime(one)) return this.#apply(one, this.#decideUnasked(one))
    const again = this.#ending ? this.#atStop(one) : action
    if (this.#ending && again.type !== 'retry') return this.#apply(one, again)
    const isIsolating = action.type !== 'retry' || attempt + 1 === attempts
    const delayMs = again.type === 'retry' ? again.delayMs : 0
    this.#tellRetried(one, delayMs)
    if (!isIsolating) this.#wait(one, delayMs)
    else for (const segment of singleRecords(one.segments)) this.#wait({ ...one, segments: [segment] }, delayMs)
  }

  #attempt({ segments, executions }: Unfinished): number {
    const { columns, start } = segments[0] as LockedSegment
    return deliveryCountOf(columns, start) - 1 + executions
  }

  #hasTime({ segments }: Unfinished): boolean {
    return segments.every(({ columns }) => this.#parts.scope.clock.now() < columns.expiringAtMs)
  }

  #decide(one: Unfinished): RecoveryAction {
    const { scope, route, random } = this.#parts
    const { columns, source, start } = one.segments[0] as LockedSegment
    const endsAtMs = Math.min(...one.segments.map((segment) => segment.columns.expiringAtMs))
    const delivery = {
      count: deliveryCountOf(columns, start),
      limit: columns.deliveryLimit,
      lockMs: columns.lockMs,
      lockLeftMs: endsAtMs - scope.clock.now(),
    }
    const run = { failure: one.failure, attempt: this.#attempt(one), delivery }
    const { action, mistakes } = decideOutcome(run, route.recovery.policy, random)
    tellMistakes(scope.events, source, columns.offsets[start] as number, mistakes)
    return action.type === 'retry' && this.#ending ? this.#atStop(one) : action
  }

  /** What becomes at a stop of records that would run again: they wait no more. Where nobody would run them after us, and they would not be dead letters, they run at once. */
  #atStop(one: Unfinished): RecoveryAction {
    const action = this.#decideUnasked(one)
    return action.type === 'release' || action.type === 'dead-letter' ? action : runNow
  }

  /** What becomes of records that may have failed with another one only: rules are about errors of single records, and are not asked. */
  #decideUnasked(one: Unfinished): RecoveryAction {
    return this.#decide({ ...one, failure: { ...one.failure, cause: 'returned' } })
  }

  /** @param isNearEnd whether only a release still counts, and it is their last delivery: then that ends them as well */
  #apply(one: Unfinished, action: RecoveryAction, isNearEnd = false): void {
    const { scope } = this.#parts
    const { segments, failure, executions } = one
    switch (action.type) {
      case 'retry':
        this.#tellRetried(one, action.delayMs)
        return this.#wait(one, action.delayMs)
      case 'release':
        return segments.forEach((segment) => settleReleased(scope, segment, failure))
      case 'dead-letter':
        if (action.by === 'broker') return segments.forEach((segment) => this.#toBroker(segment, one, isNearEnd))
        return singleRecords(segments).forEach((segment) => this.letters.begin({ ...one, segment, topic: action.topic }, isNearEnd))
      case 'stop':
        return this.#stop(one, action)
      case 'hold':
        throw new Error('assertion: a share group holds no partition')
      case 'skip':
      case 'reject':
        for (const segment of segments) {
          if (isNearEnd) this.#archive(segment, one)
          else {
            if (action.exhausted) tellExhausted(scope, segment, 'reject', { executions, reason: failure.reason, error: failure.error })
            settleRejected(scope, segment, failure.reason)
          }
        }
    }
  }

  #tellRetried(one: Unfinished, delayMs: number): void {
    const { counters, events } = this.#parts.scope
    const { cause, reason, error } = one.failure
    if (cause === 'deliveries' || cause === 'starved') throw new Error('assertion: what was not run does not run again')
    const attempt = this.#attempt(one)
    for (const { columns, source, start, end } of one.segments) {
      counters.retried += end - start
      const lastOffset = columns.offsets[end - 1] as number
      const event = { attempt, delayMs, cause, reason, error, records: end - start, lastOffset }
      events.record('record.retried', source, columns.offsets[start] as number, event)
    }
  }

  #toBroker({ columns, source, start, end }: LockedSegment, { failure, executions }: Unfinished, isNearEnd: boolean): void {
    const { scope, route, origin } = this.#parts
    const { cause, reason, error } = failure
    scope.counters.settled += end - start
    scope.counters.rejected += end - start
    scope.counters.deadLettered += end - start
    scope.session.settle(columns, start, end, isNearEnd ? 'release' : 'reject')
    for (let row = start; row < end; row++) {
      const offset = columns.offsets[row] as number
      const { topic, partition } = source
      const deliveryCount = deliveryCountOf(columns, row)
      scope.events.record('record.dead-lettered', source, offset, {
        attempt: deliveryCount - 1 + executions,
        deliveryCount,
        by: 'broker',
        target: route.recovery.brokerTopic ?? '',
        targetPartition: null,
        targetOffset: null,
        id: deadLetterId(origin, { topic, partition, offset, timestamp: columns.timestamps[row] as number }),
        cause,
        reason,
        error,
        omitted: [],
      })
    }
  }

  #archive(segment: LockedSegment, { failure, executions }: Unfinished): void {
    const { scope } = this.#parts
    const { columns, start, end } = segment
    scope.counters.released += end - start
    scope.session.settle(columns, start, end, 'release')
    tellExhausted(scope, segment, 'archived', { executions, reason: failure.reason, error: failure.error })
  }

  #stop(one: Unfinished, action: Extract<RecoveryAction, { type: 'stop' }>): void {
    const { scope, route } = this.#parts
    const { segments, failure, executions } = one
    // no attempt is missing but the one that an ordinary stop has no time for
    if (action.exhausted && this.#ending && this.#attempt(one) < route.recovery.policy.attempts) return this.#letGo(one)
    const about = { executions, reason: failure.reason, error: failure.error }
    const { columns, source, start } = segments[0] as LockedSegment
    const isLast = (segment: LockedSegment): boolean => atLimit(segment.columns, segment.start)
    for (const segment of segments) {
      if (action.exhausted) tellExhausted(scope, segment, 'stop', about)
      if (isLast(segment)) tellExhausted(scope, segment, 'archived', about)
    }
    const { topic, partition } = source
    const at = { className: route.className, topic, partition, offset: columns.offsets[start] as number }
    scope.stop(stopError(at, action, failure, segments.some(isLast)))
  }

  /** Gives records back, also where this ends them. */
  #letGo(one: Unfinished): void {
    for (const segment of one.segments) {
      if (atLimit(segment.columns, segment.start)) this.#archive(segment, one)
      else settleReleased(this.#parts.scope, segment, one.failure)
    }
  }

  /** Lets it wait for its next run, unless whoever heard of it has ended all waiting. */
  #wait(one: Unfinished, delayMs: number): void {
    if (this.#ending) this.#endWait(one)
    else this.again.add(one, delayMs)
  }

  #endWait(one: Unfinished): void {
    const action = this.#atStop(one)
    if (action.type === 'retry') this.again.add(one, action.delayMs)
    else this.#apply(one, action)
  }

  #whyUnrun({ columns, start }: LockedSegment, cause: 'deliveries' | 'starved'): string {
    const count = deliveryCountOf(columns, start)
    if (cause === 'starved') return `delivery ${count} was its last one, and it could not be started before its lock ended`
    return `it was delivered ${count} times, and is not run after delivery ${this.lastRun(columns)}`
  }
}

/** What becomes of the neighbours of a record that failed, and of what a stop would end. */
const runNow: RecoveryAction = Object.freeze({ type: 'retry', delayMs: 0 })
