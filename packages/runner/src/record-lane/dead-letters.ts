import { backoffDelayMs, defaultBackoff, SamsaError, type RecordColumns } from '@samsa/contracts'
import type { DeadLettered, DeadLetterWriter, Failure } from '@samsa/dlq'
import type { SessionScope } from '../lane/lane-scope.js'
import { rawRecord } from '../record/raw-record.js'
import { RecordView } from '../record/record-view.js'
import { tellDeadLettered } from '../recovery/tell-dead-lettered.js'
import { unwrittenError } from '../recovery/unwritten-error.js'
import type { DueEntry } from '../time/due-times.js'
import type { LockedSegment } from './locked-segment.js'
import { settleReleased, tellExhausted, tellStarved } from './settle-records.js'
import { atLimit, deliveryCountOf } from './share-verdict.js'

/** A record that goes to the dead letters. */
export interface Doomed {
  /** Of one record. */
  readonly segment: LockedSegment
  readonly failure: Failure
  /** Executions in this delivery. */
  readonly executions: number
  /** When it first failed in this delivery, milliseconds since the epoch. */
  readonly firstFailedAtMs: number
  /** Topic of the rule that decided; `null`: the route's. */
  readonly topic: string | null
}

/** What dead letters of a session are written with. */
export interface DeadLetterParts {
  readonly scope: SessionScope
  readonly writer: DeadLetterWriter
  /** 0 (inclusive) to 1 (exclusive). */
  readonly random: () => number
  /** One has come to its end. */
  readonly ended: () => void
}

/** A dead letter that is not written yet. */
export interface OpenLetter extends Doomed {
  /** Why the last write failed; `null` while none has. */
  readonly error: SamsaError | null
  /** Its next write; `null` while one is on its way. */
  readonly next: DueEntry | null
  /** When the last write began, on the clock. */
  readonly writingSinceMs: number
}

interface Letter extends OpenLetter {
  readonly lastFailedAtMs: number
  writes: number
  error: SamsaError | null
  next: DueEntry | null
  writingSinceMs: number
  /** The end of its lock is near: nothing but a release counts, which ends it as well, because this was its last delivery. */
  releases: boolean
  /** It was given up: whatever its write says. */
  over: boolean
  /** It was given up for good: its record comes to nobody any more. */
  archived: boolean
}

const unanswered = (why: string): SamsaError =>
  new SamsaError('SAMSA_DEAD_LETTER_FAILED', `the dead letter was not acknowledged before ${why}`, {
    retryable: true,
    details: { target: null },
  })

/**
 * Writes the dead letters of a session. None of them keeps a permit: whatever becomes of the writes, refused or never answered, other records of the session run. There are never more
 * of them than records in hand.
 *
 * writing → written (ACCEPT)
 * writing → failed → writing again after a while, as long as the lock lasts → given back, or, at its last delivery, left to the broker, which archives it
 */
export class DeadLetters {
  readonly #parts: DeadLetterParts
  readonly #open = new Set<Letter>()
  /** Whether what cannot be written is given back at once. */
  #ending = false

  constructor(parts: DeadLetterParts) {
    this.#parts = parts
  }

  /** How many are not written yet. */
  get size(): number {
    return this.#open.size
  }

  /** Those that are not written yet. */
  get open(): readonly OpenLetter[] {
    return [...this.#open]
  }

  /** @param releases whether the end of its lock is near */
  begin(doomed: Doomed, releases: boolean): void {
    const lastFailedAtMs = this.#parts.scope.clock.wall()
    const letter = {
      ...doomed,
      lastFailedAtMs,
      writes: 0,
      error: null,
      next: null,
      writingSinceMs: 0,
      releases,
      over: false,
      archived: false,
    }
    const { columns, start, end } = letter.segment
    this.#parts.scope.session.doing(columns, start, end, 'waiting')
    this.#open.add(letter)
    this.#write(letter)
  }

  /** Nothing new starts: what waits for its next write, and can be given back, is. */
  quiet(): void {
    this.#ending = true
    for (const letter of this.#letters())
      if (letter.next !== null && !isLast(letter)) this.#giveBack(letter, unanswered('the worker stopped'))
  }

  /** The end of this lock is near. */
  expiring(columns: RecordColumns): void {
    for (const letter of this.#letters()) {
      if (letter.segment.columns !== columns) continue
      if (isLast(letter)) letter.releases = true
      else this.#giveBack(letter, unanswered('the lock of its record ended'))
    }
  }

  /** This lock has ended: the broker archives what is left. */
  expired(columns: RecordColumns): void {
    for (const letter of this.#letters()) if (letter.segment.columns === columns) this.#archived(letter, true)
  }

  /**
   * Gives up everything of which `which` is true.
   *
   * @param settles whether it can be given back
   */
  giveUp(which: (segment: LockedSegment) => boolean, settles: boolean): void {
    for (const letter of this.#letters()) {
      if (!which(letter.segment)) continue
      if (isLast(letter)) this.#archived(letter, false)
      else if (settles) this.#giveBack(letter, unanswered('the worker stopped'))
      else if (this.#close(letter)) this.#parts.ended()
    }
  }

  /** A copy: what ends one may begin the next. */
  #letters(): readonly Letter[] {
    return [...this.#open]
  }

  #write(letter: Letter): void {
    letter.next = null
    letter.writingSinceMs = this.#parts.scope.clock.now()
    letter.writes++
    void this.#follow(letter).catch(this.#parts.scope.crashed)
  }

  async #follow(letter: Letter): Promise<void> {
    const { segment, failure, executions, firstFailedAtMs, lastFailedAtMs, topic } = letter
    const { columns, source, start } = segment
    const deliveryCount = deliveryCountOf(columns, start)
    let written: DeadLettered
    try {
      written = await this.#parts.writer.write({
        record: new RecordView(source, columns, start),
        raw: rawRecord(columns, start),
        failure,
        attempt: deliveryCount - 1 + executions,
        deliveryCount,
        firstFailedAtMs,
        lastFailedAtMs,
        topic,
      })
    } catch (thrown) {
      if (!letter.over) this.#failed(letter, unwrittenError(thrown))
      return
    }
    this.#written(letter, written)
  }

  #written(letter: Letter, written: DeadLettered): void {
    // too late to settle anything, but there it lies, and its record comes to nobody else who could tell of it
    if (letter.archived) return this.#tellWritten(letter, written)
    if (!this.#close(letter)) return
    const { scope } = this.#parts
    const { columns, start, end } = letter.segment
    scope.counters.settled++
    scope.session.settle(columns, start, end, letter.releases ? 'release' : 'done')
    this.#tellWritten(letter, written)
    this.#parts.ended()
  }

  #tellWritten({ failure, segment, executions }: Letter, written: DeadLettered): void {
    const { columns, source, start } = segment
    const deliveryCount = deliveryCountOf(columns, start)
    const dead = { at: source, offset: columns.offsets[start] as number, attempt: deliveryCount - 1 + executions, deliveryCount, failure }
    tellDeadLettered(this.#parts.scope, dead, written)
  }

  #failed(letter: Letter, error: SamsaError): void {
    const { scope, random } = this.#parts
    letter.error = error
    if (this.#ending && !isLast(letter)) return this.#giveBack(letter, error)
    const delayMs = backoffDelayMs(defaultBackoff, letter.writes, random)
    this.#tellFailed(letter, error, delayMs)
    // whoever heard of it may have ended the session
    if (letter.over) return
    letter.next = scope.due.add(scope.clock.now() + delayMs, () => this.#write(letter))
  }

  #giveBack(letter: Letter, why: SamsaError): void {
    if (!this.#close(letter)) return
    this.#tellFailed(letter, letter.error ?? why, null)
    settleReleased(this.#parts.scope, letter.segment, letter.failure)
    this.#parts.ended()
  }

  #archived(letter: Letter, settles: boolean): void {
    const { scope } = this.#parts
    const { segment, failure, executions } = letter
    const { columns, start, end } = segment
    if (!this.#close(letter)) return
    letter.archived = true
    if (settles) scope.session.settle(columns, start, end, 'release')
    if (failure.cause === 'starved') tellStarved(scope, segment)
    else tellExhausted(scope, segment, 'archived', { executions, reason: failure.reason, error: letter.error ?? failure.error })
    this.#parts.ended()
  }

  #tellFailed(letter: Letter, error: SamsaError, delayMs: number | null): void {
    const { columns, source, start } = letter.segment
    const target = error.details['target']
    this.#parts.scope.events.record('dead-letter.failed', source, columns.offsets[start] as number, {
      target: typeof target === 'string' ? target : null,
      attempt: letter.writes,
      willRetry: delayMs !== null,
      delayMs: delayMs ?? 0,
      error,
    })
  }

  /** Ends a letter, once: answers whether it was open. Whoever heard of another one may have ended it already. */
  #close(letter: Letter): boolean {
    if (letter.over) return false
    letter.over = true
    if (letter.next !== null) this.#parts.scope.due.remove(letter.next)
    return this.#open.delete(letter)
  }
}

const isLast = ({ segment }: Letter): boolean => atLimit(segment.columns, segment.start)
