import type { ClientEvent, RebalanceEvent } from '../client-event.js'
import type { ClientSettings } from '../client-settings.js'
import { GroupConsumer } from '../group-consumer.js'
import { Waiting } from '../test-drivers/waiting.js'

/** A group consumer that keeps nothing but counts, so that a process can run it for hours. */
export class SoakMember {
  readonly consumer: GroupConsumer
  /** Records taken. */
  records = 0
  /** Partitions assigned now. */
  assigned = 0
  isClosed = false
  /** Errors after which a client has to be closed; none is expected. */
  readonly fatalErrors: string[] = []
  readonly #unanswered: RebalanceEvent[] = []
  readonly #waiting: Waiting
  readonly #positions: Map<number, number>
  #answers = true

  /**
   * @param settings librdkafka properties
   * @param positions gets, by partition of the one topic that is read, the offset behind the last record taken
   */
  constructor(settings: ClientSettings, positions: Map<number, number> = new Map()) {
    this.#positions = positions
    this.consumer = new GroupConsumer({ 'enable.auto.commit': false, 'auto.offset.reset': 'earliest', ...settings }, () => {
      this.#serve()
      this.#waiting.check()
    })
    this.#waiting = new Waiting(() => this.#serve())
  }

  /** An assignment that waits for {@link answer}. */
  get hasUnanswered(): boolean {
    return this.#unanswered.length > 0
  }

  /** Leaves assignments unanswered from now on. */
  holdAnswers(): void {
    this.#answers = false
  }

  /** Answers what waits, and everything to come at once. */
  answer(): void {
    this.#answers = true
    for (const event of this.#unanswered.splice(0)) this.#answer(event)
  }

  until(met: () => boolean): Promise<void> {
    return this.#waiting.until(met)
  }

  /** Leaves the group and waits for it. */
  async leave(): Promise<void> {
    this.consumer.close()
    this.answer()
    await this.until(() => this.isClosed)
  }

  async destroy(): Promise<void> {
    this.#waiting.end()
    await this.consumer.destroy()
  }

  #serve(): void {
    for (;;) {
      const events = this.consumer.serve()
      const batch = this.consumer.take(1000, 1 << 20)
      if (events === null && batch === null) return
      for (const event of events ?? []) this.#onEvent(event)
      if (batch === null) continue
      this.records += batch.length
      for (let run = 0; run < batch.runs.length; run += 3) {
        const last = batch.offsets[batch.runs[run + 1]! + batch.runs[run + 2]! - 1]!
        const partition = this.#partitionOf(batch.runs[run]!)
        this.#positions.set(partition, Math.max(this.#positions.get(partition) ?? 0, last + 1))
      }
    }
  }

  readonly #partitions: number[] = []

  #partitionOf(queue: number): number {
    return this.#partitions[queue]!
  }

  #onEvent(event: ClientEvent): void {
    if (event.type === 'closed') this.isClosed = true
    if (event.type === 'error' && event.fatal) this.fatalErrors.push(`${event.name}: ${event.text}`)
    if (event.type !== 'assign' && event.type !== 'revoke') return
    if (this.#answers) this.#answer(event)
    else this.#unanswered.push(event)
  }

  #answer({ type, list, protocol }: RebalanceEvent): void {
    const eager = protocol === 'EAGER'
    if (type === 'assign') {
      for (const { topic, partition } of list) this.#partitions[this.consumer.openQueue(topic, partition)] = partition
      if (eager) this.consumer.assign(list)
      else this.consumer.incrementalAssign(list)
      this.assigned = eager ? list.length : this.assigned + list.length
    } else {
      if (eager) this.consumer.unassign()
      else this.consumer.incrementalUnassign(list)
      this.assigned = eager ? 0 : this.assigned - list.length
    }
  }
}
