import { singleton } from 'samsa'

/** What became of the records of one group so far. */
export interface Count {
  handled: number
  /** Attempts that ended with a throw. */
  failed: number
  /** Records that were handled at a later attempt or delivery than the first. */
  recovered: number
  /** Records that were given back, for any member to have (share groups). */
  released: number
  /** Records that were given up (share groups). */
  rejected: number
  /** What happened last, for people. */
  last: string
}

/** Counts what the handlers do: the summary shows it. */
@singleton()
export class Tally {
  readonly #counts = new Map<string, Count>()

  handled(group: string, attempt: number, last: string, records = 1): void {
    const count = this.#count(group)
    count.handled += records
    if (attempt > 1) count.recovered += records
    count.last = attempt > 1 ? `${last}, at attempt ${attempt}` : last
  }

  failed(group: string, what: string): void {
    this.#add(group, 'failed', what)
  }

  released(group: string, what: string): void {
    this.#add(group, 'released', what)
  }

  rejected(group: string, what: string): void {
    this.#add(group, 'rejected', what)
  }

  get counts(): ReadonlyMap<string, Readonly<Count>> {
    return this.#counts
  }

  #add(group: string, column: 'failed' | 'released' | 'rejected', what: string): void {
    const count = this.#count(group)
    count[column] += 1
    count.last = what
  }

  #count(group: string): Count {
    let count = this.#counts.get(group)
    if (count === undefined) {
      count = { handled: 0, failed: 0, recovered: 0, released: 0, rejected: 0, last: '' }
      this.#counts.set(group, count)
    }
    return count
  }
}
