import type { Cancel } from '@samsa/contracts'
import type { PartitionResult } from '../driver.js'
import type { Failure } from '../map-error.js'
import { failureOf, failureOfCode, type SessionScope } from '../scope.js'
import type { Slot } from '../slot.js'
import { answerOf, type CommitEntry } from './answers.js'
import { isPassing, isUnanswered, mapCommitFailure } from './commit-failure.js'

const firstRetryMs = 100
const longestRetryMs = 1000

/**
 * Commits the positions of dirty slots: one commit in flight at a time, so that answers never overtake each other; what is settled meanwhile goes with the next.
 *
 * idle → planned (interval, or the end of this turn) → in flight → idle, or planned again (dirty slots, or a failure that passes)
 */
export class Committer {
  readonly #scope: SessionScope
  #dirty: Slot[] = []
  #plan: Cancel | null = null
  #isInFlight = false
  #isSoon = false
  #retryMs = firstRetryMs
  #listeners: (() => void)[] = []

  constructor(scope: SessionScope) {
    this.#scope = scope
  }

  /** The slot's position may have moved. The normal case is one comparison. */
  touch(slot: Slot): void {
    if (slot.isDirty || slot.position.value === slot.answeredTo) return
    slot.isDirty = true
    slot.dirtySinceMs = this.#scope.clock.now()
    this.#dirty.push(slot)
    if (this.#scope.options.commit === 'each') this.soon()
    else this.#planIn(this.#scope.options.commitIntervalMs)
  }

  /** Commits what is dirty at the end of this turn, or after the commit that is in flight. */
  soon(): void {
    if (this.#isSoon || this.#dirty.length === 0) return
    this.#isSoon = true
    queueMicrotask(() => {
      this.#isSoon = false
      if (!this.#isInFlight) this.#send()
    })
  }

  /** Calls `listener` after each answer, and when slots died, until it is taken back. */
  onAnswer(listener: () => void): Cancel {
    this.#listeners.push(listener)
    return () => {
      this.#listeners = this.#listeners.filter((one) => one !== listener)
    }
  }

  /** Slots died: those that wait for their answers look again. */
  changed(): void {
    for (const listener of this.#listeners) listener()
  }

  /** Slots died without a handover: what was settled and not committed is said to be lost. */
  lose(slots: readonly Slot[], type: 'lost' | 'unknown', failure: Failure): void {
    const entries = slots.filter((slot) => slot.isDirty).map((slot) => this.#entry(slot))
    this.#report(type, entries, failure)
    this.changed()
  }

  /** Plans nothing more. */
  stop(): void {
    this.#plan?.()
    this.#plan = null
  }

  #planIn(delayMs: number): void {
    if (this.#plan !== null || this.#isInFlight) return
    const { clock } = this.#scope
    this.#plan = clock.at(clock.now() + delayMs, () => {
      this.#plan = null
      if (!this.#isInFlight) this.#send()
    })
  }

  #entry(slot: Slot): CommitEntry {
    return { slot, offset: slot.position.value, records: slot.position.settledRecords, sinceMs: slot.dirtySinceMs }
  }

  #send(): void {
    this.stop()
    this.#dirty = this.#dirty.filter((slot) => slot.live && slot.isDirty)
    if (this.#dirty.length === 0) return
    // librdkafka keeps a commit without coordinator for a session time, and a handle with such a commit cannot be let go of for as long
    if (!this.#scope.isConnected()) return this.#planIn(longestRetryMs)
    const entries = this.#dirty.map((slot) => this.#entry(slot))
    this.#isInFlight = true
    const list = entries.map(({ slot, offset }) => ({ topic: slot.topic, partition: slot.partition, offset }))
    let answer: Promise<readonly PartitionResult[]>
    try {
      answer = this.#scope.driver.commit(list)
    } catch (thrown) {
      answer = Promise.reject(thrown)
    }
    answer.then(
      (results) => this.#take(entries, results, null),
      (thrown: unknown) => this.#take(entries, (thrown as { partitions?: readonly PartitionResult[] }).partitions ?? [], failureOf(thrown)),
    )
  }

  #take(entries: readonly CommitEntry[], results: readonly PartitionResult[], failure: Failure | null): void {
    this.#isInFlight = false
    const failures = this.#failures(entries, results, failure)
    const committed: CommitEntry[] = []
    const refused: CommitEntry[] = []
    let passing: Failure | null = null
    entries.forEach((entry, i) => {
      const failed = failures[i]!
      if (failed === null) committed.push(entry)
      else if (isPassing(failed.name) && entry.slot.live) passing = failed
      else refused.push(entry)
    })
    if (committed.length > 0) this.#scope.answeredByBroker()
    this.#confirm(committed)
    if (refused.length > 0) this.#refuse(refused, failures[entries.indexOf(refused[0]!)]!)
    this.#goOn(passing)
    this.changed()
  }

  /** What became of each entry; `null`: committed. A partition's own error counts before that of the request. */
  #failures(entries: readonly CommitEntry[], results: readonly PartitionResult[], failure: Failure | null): (Failure | null)[] {
    const byPartition = new Map(results.map((result) => [`${result.topic}\n${result.partition}`, result.errno]))
    const isSaidByPartition = results.some((result) => result.errno !== 0)
    return entries.map(({ slot }) => {
      const errno = byPartition.get(`${slot.topic}\n${slot.partition}`)
      if (errno !== undefined && errno !== 0) return failureOfCode(this.#scope.library, errno)
      return errno === 0 && isSaidByPartition ? null : failure
    })
  }

  #confirm(entries: readonly CommitEntry[]): void {
    const answer = answerOf('committed', entries, this.#scope.clock.now(), null)
    for (const { slot, offset, records } of entries) {
      slot.committed = offset
      slot.confirmedTo = offset
      slot.answeredTo = offset
      slot.answeredRecords = records
    }
    if (answer !== null) this.#scope.observer.answered(answer)
  }

  #refuse(entries: readonly CommitEntry[], failure: Failure): void {
    for (const { slot, offset } of entries) slot.answeredTo = offset
    this.#report(isUnanswered(failure.name) ? 'unknown' : 'lost', entries, failure)
  }

  #report(type: 'lost' | 'unknown', entries: readonly CommitEntry[], failure: Failure): void {
    const { clock, observer, subscription } = this.#scope
    const answer = answerOf(type, entries, clock.now(), mapCommitFailure(failure, subscription.group, false))
    // an answer that never came leaves its records unanswered
    if (type === 'lost') for (const { slot, records } of entries) slot.answeredRecords = records
    if (answer !== null) observer.answered(answer)
  }

  #goOn(passing: Failure | null): void {
    const { clock, options } = this.#scope
    const nowMs = clock.now()
    this.#dirty = this.#dirty.filter((slot) => {
      slot.isDirty = slot.live && slot.position.value !== slot.answeredTo
      return slot.isDirty
    })
    if (passing === null) {
      this.#retryMs = firstRetryMs
      for (const slot of this.#dirty) slot.dirtySinceMs = nowMs
      if (this.#dirty.length === 0) return
      if (options.commit === 'each' || this.#listeners.length > 0) this.soon()
      else this.#planIn(options.commitIntervalMs)
      return
    }
    this.#scope.trouble(mapCommitFailure(passing, this.#scope.subscription.group, true))
    this.#planIn(this.#retryMs)
    this.#retryMs = Math.min(longestRetryMs, 2 * this.#retryMs)
  }
}
