import type {
  DriverEvent,
  DriverLibrary,
  GroupDriver,
  OffsetQuestion,
  PartitionResult,
  TopicPartition,
  TopicPartitionOffset,
} from '../driver.js'

/** A request that a test answers. */
export interface FakeRequest<Item> {
  readonly list: readonly Item[]
  readonly answer: (results: readonly PartitionResult[]) => void
  readonly fail: (name: string, partitions?: readonly PartitionResult[]) => void
}

/** An error as the binding gives it. */
export const kafkaError = (name: string, errno = -1, partitions: readonly PartitionResult[] = []): Error =>
  Object.assign(new Error(`${name}: said so`), { name, errno, partitions })

/** A handle without a library: requests wait for their test, everything else is remembered. */
export class FakeDriver implements GroupDriver {
  readonly pendingEvents = false
  readonly calls: string[] = []
  readonly commits: FakeRequest<TopicPartitionOffset>[] = []
  readonly seeks: FakeRequest<TopicPartitionOffset>[] = []
  /** What the group has committed; -1001: nothing. */
  committedOffset = -1001
  bounds = { low: 0, high: 100 }
  /** Look-ups fail with this name. */
  lookUpFailure: string | null = null
  #queues: string[] = []
  #events: DriverEvent[] = []

  constructor(readonly wake: () => void) {}

  /** The library reports something. */
  report(...events: DriverEvent[]): void {
    this.#events.push(...events)
    this.wake()
  }

  readonly subscribe = (): void => this.#called('subscribe')
  readonly unsubscribe = (): void => this.#called('unsubscribe')
  /** What the coordinator wants this member to have. */
  described: readonly TopicPartition[] = []
  /** What the coordinator has given it. */
  has: readonly TopicPartition[] = []
  readonly describeGroups = async () => [{ members: [{ memberId: 'member', assignment: this.has, target: this.described }] }]
  readonly serve = (): readonly DriverEvent[] | null => (this.#events.length === 0 ? null : this.#events.splice(0))
  readonly openQueue = (topic: string, partition: number): number => {
    const key = `${topic}/${partition}`
    if (!this.#queues.includes(key)) this.#queues.push(key)
    return this.#queues.indexOf(key)
  }
  readonly hold = (queue: number): void => this.#called(`hold ${queue}`)
  readonly release = (queue: number): void => this.#called(`release ${queue}`)
  readonly queueLength = (): number => 0
  readonly ready = (): boolean => false
  readonly take = (): null => null
  readonly assign = (list: readonly TopicPartitionOffset[]): void => this.#called(`assign ${named(list)}`)
  readonly unassign = (): void => this.#called('unassign')
  readonly incrementalAssign = (list: readonly TopicPartitionOffset[]): void => this.#called(`incrementalAssign ${named(list)}`)
  readonly incrementalUnassign = (list: readonly TopicPartition[]): void => this.#called(`incrementalUnassign ${named(list)}`)
  readonly commit = (list: readonly TopicPartitionOffset[]): Promise<readonly PartitionResult[]> => this.#request(this.commits, list)
  readonly seek = (list: readonly TopicPartitionOffset[]): Promise<readonly PartitionResult[]> => this.#request(this.seeks, list)
  readonly committed = (list: readonly TopicPartition[]): Promise<readonly PartitionResult[]> =>
    this.#look(list, () => this.committedOffset)
  readonly listOffsets = (list: readonly OffsetQuestion[]): Promise<readonly PartitionResult[]> =>
    this.#look(list, ({ at }) => (at === 'earliest' ? this.bounds.low : this.bounds.high))
  readonly watermarks = (): { low: number; high: number } => this.bounds
  readonly metadata = async (names: readonly string[] | null) => ({
    topics: (names ?? []).map((topic) => ({ topic, errno: 0, partitions: [1, 2] })),
  })
  readonly memberId = (): string => 'member'
  readonly groupMetadata = (): Uint8Array => new Uint8Array()
  readonly close = (): void => {
    this.#called('close')
    this.report({ type: 'closed' })
  }
  readonly destroy = async (): Promise<void> => this.#called('destroy')
  readonly unref = (): void => this.#called('unref')

  #called(what: string): void {
    this.calls.push(what)
  }

  #request<Item>(requests: FakeRequest<Item>[], list: readonly Item[]): Promise<readonly PartitionResult[]> {
    return new Promise((resolve, reject) => {
      requests.push({ list, answer: resolve, fail: (name, partitions) => reject(kafkaError(name, -1, partitions)) })
    })
  }

  async #look<Item extends TopicPartition>(list: readonly Item[], offset: (item: Item) => number): Promise<readonly PartitionResult[]> {
    if (this.lookUpFailure !== null) throw kafkaError(this.lookUpFailure)
    return list.map((item) => ({ topic: item.topic, partition: item.partition, offset: offset(item), errno: 0 }))
  }
}

const named = (list: readonly (TopicPartition & { readonly offset?: number })[]): string =>
  list.map(({ partition, offset }) => (offset === undefined ? `${partition}` : `${partition}@${offset}`)).join(' ')

const names: Readonly<Record<number, string>> = { 22: 'ILLEGAL_GENERATION', 25: 'UNKNOWN_MEMBER_ID' }

/** A library whose handles are fakes; the last one is the one in use. */
export class FakeLibrary implements DriverLibrary {
  readonly drivers: FakeDriver[] = []
  readonly settings: Readonly<Record<string, string>>[] = []
  readonly open = (settings: Readonly<Record<string, string>>, wake: () => void): FakeDriver => {
    const driver = new FakeDriver(wake)
    this.settings.push(settings)
    this.drivers.push(driver)
    return driver
  }
  readonly errorName = (errno: number): string => names[errno] ?? `ERR_${errno}`
  readonly errorText = (errno: number): string => `text of ${errno}`
}
