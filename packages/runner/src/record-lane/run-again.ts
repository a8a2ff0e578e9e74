import type { RecordColumns } from '@samsa/contracts'
import type { Failure } from '@samsa/dlq'
import { Queue } from '../lane/queue.js'
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
  readonly #ripe = new Queue<Unfinished>()

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
    return [...this.#ripe.all, ...this.#waiting.keys()]
  }

  /** What is due and runs next; `null` where nothing is. */
  get first(): Unfinished | null {
    // looked at for every record
    return this.#ripe.first ?? null
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
    const one = this.#ripe.take()
    if (one === undefined) throw new Error('assertion: nothing is due')
    for (const { columns, start, end } of one.segments) this.#scope.session.doing(columns, start, end, 'working')
    return one
  }

  /** Forgets the segments that `which` is true of, and answers them with what became of them so far. */
  takeBack(which: (segment: LockedSegment) => boolean): readonly Unfinished[] {
    const back: Unfinished[] = []
    const leave = (one: Unfinished): Unfinished | null => {
      const segments = one.segments.filter(which)
      if (segments.length === 0) return one
      back.push({ ...one, segments })
      return segments.length === one.segments.length ? null : { ...one, segments: one.segments.filter((segment) => !which(segment)) }
    }
    this.#ripe.replace(this.#ripe.all.flatMap((one) => leave(one) ?? []))
    // what is put back is met again, and has nothing to take any more
    for (const [one, entry] of this.#waiting) {
      const left = leave(one)
      if (left === one) continue
      this.#waiting.delete(one)
      this.#scope.due.remove(entry)
      if (left !== null) this.#wait(left, entry.atMs)
    }
    return back
  }

  /** Records that wait, of which `which` is true. */
  count(which: (segment: LockedSegment) => boolean = () => true): number {
    return this.all.reduce((sum, { segments }) => sum + countRecords(segments.filter(which)), 0)
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
