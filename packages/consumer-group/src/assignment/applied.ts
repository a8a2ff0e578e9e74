import type { GroupDriver, TopicPartitionOffset } from '../driver.js'
import { mapFailure } from '../map-error.js'
import type { PartitionQueue } from '../partition-queue.js'
import { failureOf, type SessionScope } from '../scope.js'

/**
 * What the library was told to fetch. Each rebalance event is answered by `add` or `remove`, with the partitions that are ready then; between
 * rebalances partitions may be added and started again.
 */
export class AppliedAssignment {
  readonly #scope: SessionScope
  readonly #queues = new Set<PartitionQueue>()
  #protocol: 'EAGER' | 'COOPERATIVE' = 'COOPERATIVE'
  #asked = 0
  #open = 0
  #waiting: (() => void)[] = []

  constructor(scope: SessionScope) {
    this.#scope = scope
  }

  /** Whether the library waits for the answer to a rebalance event. */
  get isAsked(): boolean {
    return this.#open !== 0
  }

  /**
   * A rebalance event came. The library waits for one answer at a time: a revocation takes the place of an assignment that was not answered yet.
   *
   * @returns what to answer with
   */
  asked(protocol: 'EAGER' | 'COOPERATIVE'): number {
    this.#protocol = protocol
    this.#open = ++this.#asked
    return this.#open
  }

  /** Fetches these partitions, besides those that are fetched already. */
  add(starts: readonly { readonly queue: PartitionQueue; readonly offset: number }[], answers: number): void {
    const list = starts.map(({ queue, offset }) => ({ topic: queue.topic, partition: queue.partition, offset }))
    // an eager assignment is always the whole one: what runs goes on after its last delivered record
    const whole = this.#protocol === 'EAGER' ? [...this.#running(), ...list] : list
    for (const { queue } of starts) this.#queues.add(queue)
    this.#tell((driver) => (this.#protocol === 'EAGER' ? driver.assign(whole) : driver.incrementalAssign(whole)))
    this.#answered(answers)
  }

  /** Stops fetching these partitions, which answers a revocation. */
  remove(queues: readonly PartitionQueue[], answers: number): void {
    const applied = queues.filter((queue) => this.#queues.delete(queue))
    if (this.#protocol === 'EAGER') this.#queues.clear()
    const list = applied.map(({ topic, partition }) => ({ topic, partition }))
    this.#tell((driver) => (this.#protocol === 'EAGER' ? driver.unassign() : driver.incrementalUnassign(list)))
    this.#answered(answers)
  }

  /** The library forgot its assignment (a rebalance that failed): says so too. */
  clear(): void {
    this.#queues.clear()
    this.#open = 0
    this.#tell((driver) => driver.unassign())
    this.#wake()
  }

  /** Fetches one partition anew from `offset`. Only while no rebalance event waits for its answer: this would be taken for it. */
  restart(queue: PartitionQueue, offset: number): void {
    const { topic, partition } = queue
    if (!this.#queues.has(queue)) return
    if (this.#protocol === 'COOPERATIVE') {
      this.#scope.driver.incrementalUnassign([{ topic, partition }])
      this.#scope.driver.incrementalAssign([{ topic, partition, offset }])
    } else {
      this.#queues.delete(queue)
      this.#scope.driver.assign([...this.#running(), { topic, partition, offset }])
      this.#queues.add(queue)
    }
  }

  /** What is fetched now. */
  get partitions(): readonly PartitionQueue[] {
    return [...this.#queues]
  }

  /** Fulfilled when the next answer to a rebalance event was given. */
  whenNextAnswered(): Promise<void> {
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Fulfilled when every rebalance event has its answer. */
  async whenAnswered(): Promise<void> {
    while (this.#open !== 0) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  /** Only a fatal error or the end of the handle refuses an assignment; both end the session by events of their own. */
  #tell(call: (driver: GroupDriver) => void): void {
    try {
      call(this.#scope.driver)
    } catch (thrown) {
      if (typeof (thrown as { errno?: unknown }).errno !== 'number') throw thrown
      const { group, cluster } = this.#scope.subscription
      this.#scope.trouble(mapFailure(failureOf(thrown), false, { group, cluster, topic: null, wasJoined: true }).error)
    }
  }

  #running(): TopicPartitionOffset[] {
    const running: TopicPartitionOffset[] = []
    for (const { topic, partition, slot } of this.#queues)
      if (slot !== null) running.push({ topic, partition, offset: slot.position.deliveredTo })
    return running
  }

  #answered(answers: number): void {
    if (answers !== this.#open) return
    this.#open = 0
    this.#wake()
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const resolve of waiting) resolve()
  }
}
