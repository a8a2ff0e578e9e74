import { rowWidth, type ShareDriver } from '../driver.js'
import type { SessionScope } from '../scope.js'
import { Answers } from './answers.js'
import { Commit, type CommitKind } from './commit.js'
import type { LateResults } from './late-results.js'

/** librdkafka's code for a request without an answer. */
const timedOut = -185
/** librdkafka's code for a call that does not fit the state of the handle. */
const notOurs = -172
// well above socket.timeout.ms, after which librdkafka itself answers
const longestAnswerMs = 150_000

/**
 * The acknowledgements of one member: collected as rows, sent once a turn, answered by ranges.
 *
 * librdkafka merges what waits for a busy broker, and what is merged stands or falls together. So a commit of another kind than the one before it is sent only when the
 * answers to that are in; and so is one with offsets below those that have no answer, because librdkafka 2.15.1 appends without sorting (`rd_kafka_share_segregate_acks_by_leader`)
 * and the broker refuses the whole of what is out of order (INVALID_REQUEST).
 */
export class Acknowledgements {
  readonly #scope: SessionScope
  readonly #driver: ShareDriver
  readonly #pending: Commit[] = []
  #sent: Commit[] = []
  /** Highest offset that was sent since everything was answered, by partition. */
  readonly #highest = new Map<number, number>()
  #serial = 0

  constructor(scope: SessionScope, driver: ShareDriver) {
    this.#scope = scope
    this.#driver = driver
  }

  /** Serial number of the newest commit. */
  get serial(): number {
    return this.#serial
  }

  /** Whether everything that was settled has been handed to the library. */
  get isSent(): boolean {
    return this.#pending.length === 0
  }

  /** Whether everything up to this commit has its answer. */
  isAnswered(serial: number): boolean {
    const first = this.#sent[0] ?? this.#pending[0]
    return first === undefined || first.serial > serial
  }

  /** Records that were settled otherwise than as released, and have no answer. */
  get unanswered(): number {
    let records = 0
    for (const { unansweredResults } of this.#sent) records += unansweredResults
    for (const { unansweredResults } of this.#pending) records += unansweredResults
    return records
  }

  /** Adds records to what is sent at the end of the turn. */
  add(kind: CommitKind, offsets: Float64Array, partitionId: number, type: number, start: number, end: number): void {
    let commit = this.#pending.at(-1)
    if (commit === undefined || commit.kind !== kind || commit.offsets !== offsets) {
      commit = new Commit(++this.#serial, kind, offsets, this.#scope.clock.now())
      this.#pending.push(commit)
      this.#scope.plan()
    }
    commit.add(partitionId, type, start, end)
  }

  /** What was settled before the lock of `offsets` ended and not sent is too late. */
  expire(offsets: Float64Array, late: LateResults): void {
    for (const commit of this.#pending) {
      if (commit.kind === 'expired' || commit.offsets !== offsets) continue
      commit.expire((partitionId, from, to, as) =>
        late.add(this.#scope.slots.of(this.#driver.partition(partitionId)).id, from, to, as, to - from),
      )
    }
  }

  /** Sends what may be sent now. */
  flush(): void {
    for (let next = this.#pending[0]; next !== undefined; next = this.#pending[0]) {
      if (!this.#maySend(next)) return
      this.#pending.shift()
      this.#sent.push(next)
      next.raise(this.#highest)
      next.send(this.#driver, this.#scope.clock.now())
      if (next.refused > 0) this.#refused(next)
    }
  }

  /** Takes the results that the library has. @returns whether there were some */
  takeResults(): boolean {
    const rows = this.#driver.results()
    if (rows === null) return false
    const open = this.#sent.map((commit) => ({ commit, answers: new Answers(this.#scope, this.#driver, commit) }))
    for (let at = 0; at < rows.length; at += rowWidth) {
      const [partitionId, errno, from, to] = [rows[at]!, rows[at + 1]!, rows[at + 2]!, rows[at + 3]!]
      // oldest first: an offset that was released and delivered again is in a newer one too
      for (let left = to - from, place = 0; left > 0 && place < open.length; place++) {
        const { commit, answers } = open[place]!
        answers.begin(errno)
        left -= commit.answer(partitionId, from, to, answers.hear)
      }
    }
    this.#sent = this.#sent.filter((commit) => !commit.isAnswered)
    for (const { commit, answers } of open) {
      answers.tell()
      if (commit.isAnswered && commit.unanswered > 0) this.#giveUp(commit, notOurs)
    }
    // what waited for these answers is next
    if (!this.isSent || this.#sent.length === 0) this.#scope.plan()
    return true
  }

  /** Answers late by any measure are unknown. */
  checkAge(): void {
    const nowMs = this.#scope.clock.now()
    const old = this.#sent.filter(({ sentAtMs }) => nowMs - sentAtMs > longestAnswerMs)
    if (old.length > 0) this.#forget(old)
  }

  /** Nothing is waited for any more: what has no answer is unknown. */
  giveUpAll(): void {
    this.#forget([...this.#sent, ...this.#pending.splice(0)])
  }

  #forget(commits: readonly Commit[]): void {
    this.#sent = this.#sent.filter((commit) => !commits.includes(commit))
    for (const commit of commits) this.#giveUp(commit, timedOut)
  }

  #giveUp(commit: Commit, errno: number): void {
    const answers = new Answers(this.#scope, this.#driver, commit)
    answers.begin(errno)
    commit.giveUp(answers.hear)
    answers.tell()
  }

  #maySend(next: Commit): boolean {
    if (this.#sent.length > 0)
      return next.kind === 'healthy' && this.#sent.every(({ kind }) => kind === 'healthy') && next.isAbove(this.#highest)
    this.#highest.clear()
    return true
  }

  #refused(commit: Commit): void {
    if (!commit.isAnswered) return
    this.#sent = this.#sent.filter((one) => one !== commit)
    this.#giveUp(commit, notOurs)
  }
}
