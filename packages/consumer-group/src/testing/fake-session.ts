import type { Answer, ConsumerGroupSubscription, EngineEvent, Handover, SamsaError, Subscription } from '@samsa/contracts'
import type { DriverBatch } from '../driver.js'
import { ConsumerGroupSession } from '../session.js'
import { FakeClock, settled } from './fake-clock.js'
import { FakeLibrary, type FakeDriver } from './fake-driver.js'

const options: ConsumerGroupSubscription = {
  kind: 'consumer',
  protocol: 'classic',
  assignor: null,
  instanceId: null,
  commit: 'periodic',
  commitIntervalMs: 1000,
}

/** A session over a fake library and a clock that stands still, with everything its observer heard. */
export class FakeSession {
  readonly clock = new FakeClock()
  readonly library = new FakeLibrary()
  readonly heard: string[] = []
  readonly answers: Answer[] = []
  readonly handovers: Handover[] = []
  readonly events: EngineEvent[] = []
  readonly failures: SamsaError[] = []
  readonly session: ConsumerGroupSession

  constructor(changes: Partial<Subscription> = {}, own: Partial<ConsumerGroupSubscription> = {}) {
    const subscription: Subscription = {
      group: 'billing',
      cluster: 'default',
      topics: [{ name: 't', pattern: false, initialOffset: { from: 'earliest' } }],
      kafka: {},
      clientId: 'app',
      drainMs: 5000,
      bufferBytes: 1 << 24,
      isolation: 'read_committed',
      options: { ...options, ...own },
      ...changes,
    }
    this.session = new ConsumerGroupSession({
      library: this.library,
      subscription,
      options: subscription.options as ConsumerGroupSubscription,
      observer: this.#observer(),
      clock: this.clock,
    })
  }

  /** The handle in use. */
  get driver(): FakeDriver {
    return this.library.drivers.at(-1)!
  }

  /** Joins and gets these partitions. */
  async assigned(...partitions: number[]): Promise<void> {
    await settled()
    this.report('assign', ...partitions)
    await settled()
  }

  report(type: 'assign' | 'revoke', ...partitions: number[]): void {
    this.driver.report({ type, list: partitions.map((partition) => ({ topic: 't', partition })), protocol: 'COOPERATIVE', lost: false })
  }

  lose(...partitions: number[]): void {
    this.driver.report({
      type: 'revoke',
      list: partitions.map((partition) => ({ topic: 't', partition })),
      protocol: 'COOPERATIVE',
      lost: true,
    })
  }

  /** Delivers records of one queue and settles them. */
  settle(queue: number, ...offsets: number[]): void {
    this.#deliver(queue, offsets)
    const batch = this.session.take(1000, 1000)!
    this.session.settle(batch, 0, batch.length, 'done')
  }

  /** Delivers records of one queue and settles the last of them. */
  settleLast(queue: number, ...offsets: number[]): void {
    this.#deliver(queue, offsets)
    const batch = this.session.take(1000, 1000)!
    this.session.settle(batch, batch.length - 1, batch.length, 'done')
  }

  #deliver(queue: number, offsets: readonly number[]): void {
    const batch: DriverBatch = {
      length: offsets.length,
      bytes: new Uint8Array(),
      offsets: Float64Array.from(offsets),
      timestamps: new Float64Array(offsets.length),
      spans: new Int32Array(offsets.length * 6),
      runs: Int32Array.of(queue, 0, offsets.length),
      pendingEvents: false,
    }
    const batches = [batch]
    Object.assign(this.driver, { take: () => batches.shift() ?? null })
  }

  #observer() {
    const list = (slots: Int32Array): string => [...slots].join(' ')
    return {
      ready: () => {},
      assigned: (slots: Int32Array) => void this.heard.push(`assigned ${list(slots)}`),
      revoking: (handover: Handover) => {
        this.handovers.push(handover)
        this.heard.push(`revoking ${list(handover.slots)} until ${handover.deadlineMs}`)
      },
      revoked: (slots: Int32Array) => void this.heard.push(`revoked ${list(slots)}`),
      lost: (slots: Int32Array) => void this.heard.push(`lost ${list(slots)}`),
      expiring: () => {},
      expired: () => {},
      starving: () => {},
      answered: (answer: Answer) => {
        this.answers.push(answer)
        this.heard.push(`${answer.type} ${answer.ranges.map(({ partition, from, to }) => `${partition}:${from}-${to}`).join(' ')}`)
      },
      moved: (slot: number, from: number, to: number, cause: string) => void this.heard.push(`moved ${slot} ${from}-${to} ${cause}`),
      reachedEnd: (slot: number) => void this.heard.push(`end ${slot}`),
      event: (event: EngineEvent) => void this.events.push(event),
      failed: (error: SamsaError) => void this.failures.push(error),
    }
  }
}
