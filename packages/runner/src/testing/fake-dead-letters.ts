import { SamsaError } from '@samsa/contracts'
import type { DeadLettered, DeadLetterJob, DeadLetterWriter } from '@samsa/dlq'

/** A writer of dead letters in memory: keeps what it was asked for, and does what the test says. */
export class FakeDeadLetters implements DeadLetterWriter {
  /** Every write that was asked for, in order. */
  readonly asked: DeadLetterJob[] = []
  /** What arrived, in order. */
  readonly written: DeadLetterJob[] = []
  /** How many of the next writes fail. */
  failing = 0
  /** Whether writes wait for `answer()`. */
  held = false
  /** What every write waits for. */
  latency: () => Promise<void> = () => Promise.resolve()
  readonly #waiting: (() => void)[] = []

  readonly write = async (job: DeadLetterJob): Promise<DeadLettered> => {
    this.asked.push(job)
    if (this.held) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else await this.latency()
    const { record, topic } = job
    const target = topic ?? `dlq.${record.topic}`
    if (this.failing-- > 0) throw new SamsaError('SAMSA_DEAD_LETTER_FAILED', 'no broker', { retryable: true, details: { target } })
    this.failing = 0
    this.written.push(job)
    return {
      target,
      partition: record.partition,
      offset: this.written.length - 1,
      id: `default/group/${record.id}@${record.timestamp}`,
      omitted: [],
    }
  }

  /** Offsets that arrived, in order. */
  get offsets(): readonly number[] {
    return this.written.map(({ record }) => record.offset)
  }

  /** Lets every write go on that waits. */
  answer(): void {
    for (const go of this.#waiting.splice(0)) go()
  }
}
