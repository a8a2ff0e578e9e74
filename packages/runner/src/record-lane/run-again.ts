import type { RecordColumns } from '@samsa/contracts'
import type { Failure } from '@samsa/dlq'
import type { SessionScope } from '../lane/lane-scope.js'
import type { DueEntry } from '../time/due-times.js'
import { countRecords, type LockedSegment } from './locked-segment.js'

/** Records that have failed and run again within their lock: together, one or, where they are a batch, several. */
export interface Unfinished {
  readonly segments: readonly LockedSegment[]
  /** The last one. */
  readonly failure: Failure
  /** Executions in this delivery. */
  readonly executions: number
  /** When they first failed in this delivery, milliseconds since the epoch. */
  readonly firstFailedAtMs: number
}

/** What waits for its next run: first for the time, in the session's heap, then for permits. */
export class RunAgain {
  readonly #scope: SessionScope
  readonly #ripened: () => void
  readonly #waiting = new Map<Unfinished, DueEntry>()
  readonly #ripe: Unfinished[] = []

  /** @param ripened something is due: called in a turn of its own */
  constructor(scope: SessionScope, ripened: () => void) {
    this.#scope = scope
    this.#ripened = ripened
  }

  /** Whether nothing waits. */
  get empty(): boolean {
    return this.#ripe.length === 0 && this.#waiting.size === 0
  }

  /** Everything that waits; that which is due first. */
  get all(): readonly Unfinished[] {
    return [...this.#ripe, ...this.#waiting.keys()]
  }

  /** What is due and runs next; `null` where nothing is. */
  get first(): Unfinished | null {
    // looked at for every record
    return this.#ripe.length === 0 ? null : (this.#ripe[0] as Unfinished)
  }

  /** When it is due, on the clock; `null` where it is due already. */
  dueAtMs(one: Unfinished): number | null {
    return this.#waiting.get(one)?.atMs ?? null
  }

  /** Lets it wait. Nobody works on it until `start`. */
  add(one: Unfinished, delayMs: number): void {
    const { clock, session } = this.#scope
    for (const { columns, start, end } of one.segments) session.doing(columns, start, end, 'waiting')
    this.#wait(one, clock.now() + delayMs)
  }

  /** The first that is due is run now. */
  start(): Unfinished {
    const one = this.#ripe.shift()
    if (one === undefined) throw new Error('assertion: nothing is due')
    for (const { columns, start, end } of one.segments) this.#scope.session.doing(columns, start, end, 'working')
    return one
  }

  /** Forgets the segments that `which` is true of, and answers them with what became of them so far. */
  takeBack(which: (segment: LockedSegment) => boolean): readonly Unfinished[] {
    const back: Unfinished[] = []
    for (const one of this.all) {
      const segments = one.segments.filter(which)
      if (segments.length === 0) continue
      back.push({ ...one, segments })
      this.#replace(one, { ...one, segments: one.segments.filter((segment) => !which(segment)) })
    }
    return back
  }

  /** Records that wait, of which `which` is true. */
  count(which: (segment: LockedSegment) => boolean = () => true): number {
    return this.all.reduce((sum, { segments }) => sum + countRecords(segments.filter(which)), 0)
  }

  #replace(one: Unfinished, by: Unfinished): void {
    const place = this.#ripe.indexOf(one)
    const isLeft = by.segments.length > 0
    if (place >= 0) {
      this.#ripe.splice(place, 1, ...(isLeft ? [by] : []))
      return
    }
    const entry = this.#waiting.get(one) as DueEntry
    this.#waiting.delete(one)
    this.#scope.due.remove(entry)
    if (isLeft) this.#wait(by, entry.atMs)
  }

  #wait(one: Unfinished, untilMs: number): void {
    const ripen = (): void => {
      this.#waiting.delete(one)
      this.#ripe.push(one)
      this.#ripened()
    }
    this.#waiting.set(one, this.#scope.due.add(untilMs, ripen))
  }
}

/** Whether a segment was taken with these columns. */
export const takenWith =
  (columns: RecordColumns) =>
  (segment: LockedSegment): boolean =>
    segment.columns === columns
