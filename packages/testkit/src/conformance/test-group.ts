import type { Clock, Engine, InitialOffset, Subscription } from '@samsa/contracts'
import type { ConformanceCluster, NewRecord, ShareSettings } from './conformance-cluster.js'
import type { GroupVariant } from './engine-under-test.js'
import { TestMember } from './test-member.js'

let groups = 0

/** What a test may say about a member's subscription. */
export interface MemberOptions {
  readonly topics?: Subscription['topics'] | undefined
  readonly initialOffset?: InitialOffset | undefined
  readonly kafka?: Readonly<Record<string, string>> | undefined
  readonly drainMs?: number | undefined
  readonly isolation?: Subscription['isolation'] | undefined
  readonly options?: Partial<Subscription['options']> | undefined
  readonly clock?: Clock | undefined
}

/** One group of its own with one topic of its own, and the members that a test opens in it. */
export class TestGroup {
  readonly name: string
  readonly topic: string
  readonly members: TestMember[] = []

  constructor(
    readonly cluster: ConformanceCluster,
    readonly engine: Engine,
    readonly variant: GroupVariant,
  ) {
    const id = `${process.pid}-${groups++}`
    this.name = `conformance-group-${id}`
    this.topic = `conformance-topic-${id}`
  }

  /** Gives a share group its settings, before its first member joins. */
  async configure(share: ShareSettings = {}): Promise<void> {
    if (this.variant.protocol === 'share') await this.cluster.configureShareGroup(this.name, share)
  }

  /** Creates the topic; `share` are the settings of the group where it is a share group. */
  async createTopic(partitions: number, share: ShareSettings = {}): Promise<void> {
    if (this.members.length === 0) await this.configure(share)
    await this.cluster.createTopic(this.topic, partitions)
  }

  /** Writes `count` records to each of the partitions `0` to `partitions - 1`; values are `partition:number`. */
  produce(partitions: number, count: number, from = 0): Promise<void> {
    const records: NewRecord[] = []
    for (let n = from; n < from + count; n++)
      for (let partition = 0; partition < partitions; partition++) records.push({ partition, value: `${partition}:${n}` })
    return this.cluster.produce(this.topic, records)
  }

  open(options: MemberOptions = {}): TestMember {
    const member = new TestMember(this.engine, this.subscription(options), options.clock)
    this.members.push(member)
    return member
  }

  subscription(options: MemberOptions = {}): Subscription {
    return {
      group: this.name,
      cluster: 'default',
      topics: options.topics ?? [{ name: this.topic, pattern: false, initialOffset: options.initialOffset ?? { from: 'earliest' } }],
      kafka: {
        'bootstrap.servers': this.cluster.bootstrapServers,
        'topic.metadata.refresh.interval.ms': '500',
        'reconnect.backoff.max.ms': '500',
        ...this.variant.kafka,
        ...options.kafka,
      },
      clientId: `${this.name}-${this.members.length}`,
      drainMs: options.drainMs ?? 10_000,
      bufferBytes: 8 * 1024 * 1024,
      isolation: options.isolation ?? 'read_committed',
      options: { ...this.variant.options, ...options.options } as Subscription['options'],
    }
  }

  committed(partition: number): Promise<number | null> {
    return this.cluster.committed(this.name, this.topic, partition)
  }

  /** Ends whatever a test left open. */
  async end(): Promise<void> {
    await Promise.all(this.members.map((member) => member.close()))
  }

  /** Deliveries of all members as `partition:offset`, in no order. */
  delivered(): string[] {
    return this.members.flatMap((member) => member.deliveries.map(({ partition, offset }) => `${partition}:${offset}`))
  }
}

/** Delivery counts of a record in the members of a group, in order of delivery. */
export function countsOf(group: TestGroup, partition: number, offset: number, topic = group.topic): number[] {
  const all = group.members.flatMap(({ deliveries }) => deliveries)
  const ofRecord = all.filter((one) => one.topic === topic && one.partition === partition && one.offset === offset)
  return ofRecord.map(({ deliveryCount }) => deliveryCount ?? 0).toSorted((left, right) => left - right)
}

/** What `delivered()` is when each record came once. */
export function everyRecordOnce(partitions: number, count: number): string[] {
  const all: string[] = []
  for (let partition = 0; partition < partitions; partition++)
    for (let offset = 0; offset < count; offset++) all.push(`${partition}:${offset}`)
  return all.sort()
}
