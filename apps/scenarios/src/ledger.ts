import { closeSync, openSync, readFileSync, writeSync } from 'node:fs'

/** One call of a consumer, as its process wrote it down. */
export interface LedgerEntry {
  readonly worker: string
  /** `signal` and `lost` are told of share groups only: the call's signal fired, and its class heard that the lock ended. */
  readonly what: 'begin' | 'end' | 'cut' | 'signal' | 'lost'
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly attempt: number
  readonly key: string | null
  /** Milliseconds since the epoch. */
  readonly atMs: number
  /** In a share group. */
  readonly deliveryCount?: number
  /** How the call ended: always told in a share group, in a consumer group of outcomes that are not `handled`. */
  readonly as?: string
  /** In a share group: code of the signal's reason, where it has fired. */
  readonly code?: string
}

/** Appends entries; one line is one write, so that a killed process leaves whole lines and several processes share a file. */
export class LedgerWriter {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  write(entry: LedgerEntry): void {
    writeSync(this.#file, `${JSON.stringify(entry)}\n`)
  }

  close(): void {
    closeSync(this.#file)
  }
}

/** Reads what has been written so far. */
export function readLedger(path: string): readonly LedgerEntry[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  lines.pop() // what follows the last line end is no whole line yet
  return lines.map((line) => JSON.parse(line) as LedgerEntry)
}

/** What became of the offsets of a topic. */
export interface Coverage {
  /** `partition/offset` of records that no call ended for. */
  readonly missing: readonly string[]
  /** `partition/offset` of records that more than one call ended for. */
  readonly repeated: readonly string[]
  /** `partition/offset` of records that began before an earlier one of their partition had ended. */
  readonly outOfOrder: readonly string[]
  readonly ended: number
}

/** Holds the ledger against the records that were sent. */
export function coverage(entries: readonly LedgerEntry[], topic: string, sent: readonly { partition: number; offset: number }[]): Coverage {
  const ends = new Map<string, number>()
  const last = new Map<string, number>()
  const outOfOrder: string[] = []
  for (const entry of entries) {
    if (entry.topic !== topic) continue
    const place = `${entry.partition}/${entry.offset}`
    if (entry.what === 'end') ends.set(place, (ends.get(place) ?? 0) + 1)
    if (entry.what !== 'begin') continue
    const lane = `${entry.worker}/${entry.partition}`
    if ((last.get(lane) ?? -1) > entry.offset) outOfOrder.push(place)
    last.set(lane, entry.offset)
  }
  const missing = sent.map(({ partition, offset }) => `${partition}/${offset}`).filter((place) => !ends.has(place))
  const repeated = [...ends].filter(([, count]) => count > 1).map(([place]) => place)
  return { missing, repeated, outOfOrder, ended: [...ends.values()].reduce((sum, count) => sum + count, 0) }
}
