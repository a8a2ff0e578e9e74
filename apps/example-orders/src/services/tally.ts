import { singleton } from 'samsa'

/** What became of the records of one group so far. */
export interface Count {
  handled: number
  /** Executions after a record's first one. */
  retried: number
  /** Records that were handled at a later attempt than the first. */
  recovered: number
  /** Records that were given back, for any member to have (share groups). */
  released: number
  /** Records that were given up (share groups). */
  rejected: number
  /** Dead letters of this group that were read, by their cause. */
  readonly deadLetters: Map<string, number>
  /** What happened last, for people. */
  last: string
}

/** Counts what the handlers do: the summary shows it. */
@singleton()
export class Tally {
  readonly #counts = new Map<string, Count>()

  /** A handler was called. */
  begun(group: string, attempt: number): void {
    if (attempt > 1) this.#count(group).retried += 1
  }

  handled(group: string, attempt: number, last: string, records = 1): void {
    const count = this.#count(group)
    count.handled += records
    if (attempt > 1) count.recovered += records
    count.last = attempt > 1 ? `${last}, at attempt ${attempt}` : last
  }

  failed(group: string, what: string): void {
    this.#count(group).last = what
  }

  released(group: string, what: string): void {
    const count = this.#count(group)
    count.released += 1
    count.last = what
  }

  rejected(group: string, what: string): void {
    const count = this.#count(group)
    count.rejected += 1
    count.last = what
  }

  deadLettered(group: string, why: string): void {
    const { deadLetters } = this.#count(group)
    deadLetters.set(why, (deadLetters.get(why) ?? 0) + 1)
  }

  get counts(): ReadonlyMap<string, Readonly<Count>> {
    return this.#counts
  }

  #count(group: string): Count {
    let count = this.#counts.get(group)
    if (count === undefined) {
      count = { handled: 0, retried: 0, recovered: 0, released: 0, rejected: 0, deadLetters: new Map(), last: '' }
      this.#counts.set(group, count)
    }
    return count
  }
}
