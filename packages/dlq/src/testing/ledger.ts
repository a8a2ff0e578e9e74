import { deadLetterId } from '../dead-letter/dead-letter-id.js'

/** How a record ended. `archived`: the broker gave it up by itself, at its delivery limit. */
export type End = 'handled' | 'skipped' | 'rejected' | 'dead-lettered' | 'archived'

/** What is kept of one record. */
export class LedgerEntry {
  /** Executions by delivery, from 1; a consumer group has one. */
  readonly executions: number[] = []
  /** Ids of its dead letters, as Samsa wrote them. */
  readonly letters: string[] = []
  /** How often the broker wrote one (KIP-1191). */
  brokerLetters = 0
  /** What was told of it. */
  readonly events: string[] = []
  end: End | null = null

  /** @param offset of the record */
  constructor(readonly offset: number) {}

  get runs(): number {
    return this.executions.reduce((sum, count) => sum + (count ?? 0), 0)
  }

  ran(delivery: number): void {
    this.executions[delivery] = (this.executions[delivery] ?? 0) + 1
  }

  written(): void {
    this.letters.push(deadLetterId({ cluster: 'c', group: 'g' }, { topic: 't', partition: 0, offset: this.offset, timestamp: 1 }))
  }

  ended(end: End): void {
    if (this.end !== null) throw new Error(`record ${this.offset} ended as ${this.end}, and then as ${end}`)
    this.end = end
  }

  /** What is wrong with how it ended; a record that is pending has no end. */
  faults(): readonly string[] {
    const { end, letters, brokerLetters, events } = this
    return [
      new Set(letters).size > 1 ? 'has dead letters of several ids' : null,
      end === 'dead-lettered' && letters.length + brokerLetters === 0 ? 'ended as dead-lettered, and was never written' : null,
      end === 'skipped' && !events.includes('record.skipped') ? 'was skipped in silence' : null,
      end === 'rejected' && !events.includes('record.rejected') ? 'was rejected in silence' : null,
    ].flatMap((fault) => (fault === null ? [] : [`record ${this.offset} ${fault}`]))
  }
}
