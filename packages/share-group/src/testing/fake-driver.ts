import {
  acknowledgeTypes,
  rowWidth,
  type DriverBatch,
  type DriverBrokenRecord,
  type DriverConfigs,
  type DriverEvent,
  type DriverLibrary,
  type ShareDriver,
  type TopicPartition,
} from '../driver.js'

/** An error as the binding gives it. */
export const kafkaError = (name: string, errno = -1): Error => Object.assign(new Error(`${name}: said so`), { name, errno })

/** Records of one partition for a fake poll: offsets in order, and how often each was delivered (1 unless said). */
export interface FakeRun {
  readonly partition?: number | undefined
  readonly topic?: string | undefined
  readonly offsets: readonly number[]
  readonly counts?: readonly number[] | undefined
}

/** What was committed in one go: `type partition:offset…`, as `accept 0:1,2 release 1:5`. */
const typeNames: Readonly<Record<number, string>> = {
  [acknowledgeTypes.accept]: 'accept',
  [acknowledgeTypes.release]: 'release',
  [acknowledgeTypes.reject]: 'reject',
}

/** A handle without a library, which keeps the rules of the real one: a poll with records that have no type is refused, acknowledgements only of what is held. */
export class FakeDriver implements ShareDriver {
  pendingEvents = false
  /** Everything that was asked of it, in order. */
  readonly calls: string[] = []
  /** Commits are answered at once, by this code; `null`: the test answers. */
  answersWith: number | null = 0
  epoch = 1
  configs: Record<string, string> = {}
  brokerConfigs: Record<string, string> = {}
  configFailure: Error | null = null
  isSubscribed = false
  /** Whether closing and destroying never end. */
  isHanging = false
  readonly #partitions: TopicPartition[] = []
  readonly #waiting: DriverBatch[] = []
  readonly #untyped = new Set<string>()
  #typed: { readonly id: number; readonly errand: string; readonly offset: number }[] = []
  /** Commits without an answer. */
  readonly open: { id: number; offset: number }[][] = []
  #results: number[] = []
  #events: DriverEvent[] = []

  constructor(readonly wake: () => void) {}

  get hasData(): boolean {
    return this.#waiting.length > 0
  }

  /** Acknowledgements of what it did not hold. */
  refused = 0

  /** Records without a type. */
  get holds(): number {
    return this.#untyped.size
  }

  /** Records arrive. */
  deliver(runs: readonly FakeRun[], more: { readonly waitedMs?: number; readonly broken?: readonly DriverBrokenRecord[] } = {}): void {
    this.#waiting.push(this.#batch(runs, more.waitedMs ?? 0, more.broken ?? []))
    this.wake()
  }

  /** The library reports something. */
  report(...events: DriverEvent[]): void {
    this.#events.push(...events)
    this.wake()
  }

  /** Answers the oldest commit that has no answer. */
  answer(errno = 0): void {
    const commit = this.open.shift()
    if (commit === undefined) throw new Error('no commit waits for an answer')
    for (const { id, offset } of commit) this.#results.push(id, errno, offset, offset + 1)
    this.wake()
  }

  readonly subscribe = (): void => {
    this.isSubscribed = true
    this.#called('subscribe')
  }
  readonly unsubscribe = (): void => {
    this.isSubscribed = false
    this.#called('unsubscribe')
  }
  readonly partition = (id: number): TopicPartition => this.#partitions[id]!
  readonly poll = (): DriverBatch | null => {
    this.#called('poll')
    if (!this.isSubscribed || this.#untyped.size > 0) throw kafkaError('_STATE', -172)
    const batch = this.#waiting.shift() ?? null
    if (batch === null) return null
    for (let at = 0; at < batch.runs.length; at += 3) {
      for (let row = batch.runs[at + 1]!; row < batch.runs[at + 1]! + batch.runs[at + 2]!; row++)
        this.#untyped.add(`${batch.runs[at]}/${batch.offsets[row]}`)
    }
    for (const { partitionId, offset } of batch.broken) this.#untyped.add(`${partitionId}/${offset}`)
    return batch
  }
  readonly serve = (): readonly DriverEvent[] | null => (this.#events.length === 0 ? null : this.#events.splice(0))
  readonly acknowledge = (rows: Int32Array, rowCount: number, offsets: Float64Array): number => {
    let refused = 0
    for (let at = 0; at < rowCount * rowWidth; at += rowWidth) {
      for (let row = rows[at + 2]!; row < rows[at + 3]!; row++) {
        const [id, offset] = [rows[at]!, offsets[row]!]
        if (this.#untyped.delete(`${id}/${offset}`)) this.#typed.push({ id, errand: typeNames[rows[at + 1]!]!, offset })
        else refused++
      }
    }
    this.refused += refused
    return refused
  }
  readonly commit = (): void => {
    const typed = this.#typed
    this.#typed = []
    this.#called(`commit ${describe(typed)}`)
    this.open.push(typed)
    if (this.answersWith === null) return
    const errno = this.answersWith
    setImmediate(() => this.answer(errno))
  }
  readonly results = (): Float64Array | null => {
    if (this.#results.length === 0) return null
    return Float64Array.from(this.#results.splice(0))
  }
  readonly memberId = (): string => 'member'
  readonly memberEpoch = (): number => (this.isSubscribed ? this.epoch : 0)
  readonly describeConfigs = async (resources: readonly { readonly type: 'group' | 'broker' }[]): Promise<readonly DriverConfigs[]> => {
    if (this.configFailure !== null) throw this.configFailure
    const configs = resources[0]!.type === 'group' ? this.configs : this.brokerConfigs
    return [{ error: null, entries: Object.entries(configs).map(([name, value]) => ({ name, value })) }]
  }
  readonly metadata = async () => ({ brokers: [{ id: 1 }] })
  readonly close = (): void => {
    this.#called('close')
    if (!this.isHanging) this.report({ type: 'closed' })
  }
  readonly destroy = (): Promise<void> => {
    this.#called('destroy')
    return this.isHanging ? new Promise(() => {}) : Promise.resolve()
  }
  readonly unref = (): void => this.#called('unref')

  #called(what: string): void {
    this.calls.push(what)
  }

  #batch(list: readonly FakeRun[], waitedMs: number, broken: readonly DriverBrokenRecord[]): DriverBatch {
    const runs: number[] = []
    const offsets: number[] = []
    const counts: number[] = []
    for (const run of list) {
      runs.push(this.#idOf({ topic: run.topic ?? 't', partition: run.partition ?? 0 }), offsets.length, run.offsets.length)
      offsets.push(...run.offsets)
      counts.push(...(run.counts ?? run.offsets.map(() => 1)))
    }
    return {
      length: offsets.length,
      bytes: new Uint8Array(),
      offsets: Float64Array.from(offsets),
      timestamps: new Float64Array(offsets.length),
      spans: new Int32Array(offsets.length * 6),
      runs: Int32Array.from(runs),
      deliveryCounts: Int16Array.from(counts),
      waitedMs,
      broken,
    }
  }

  #idOf({ topic, partition }: TopicPartition): number {
    const known = this.#partitions.findIndex((one) => one.topic === topic && one.partition === partition)
    return known >= 0 ? known : this.#partitions.push({ topic, partition }) - 1
  }
}

function describe(typed: readonly { readonly id: number; readonly errand: string; readonly offset: number }[]): string {
  const parts: string[] = []
  for (const [index, { id, errand, offset }] of typed.entries()) {
    const last = typed[index - 1]
    if (last !== undefined && last.id === id && last.errand === errand) parts[parts.length - 1] += `,${offset}`
    else parts.push(`${errand} ${id}:${offset}`)
  }
  return parts.join(' ')
}

const names: Readonly<Record<number, string>> = {
  [-199]: '_BAD_MSG',
  [-198]: '_BAD_COMPRESSION',
  [-195]: '_TRANSPORT',
  [-194]: '_CRIT_SYS_RESOURCE',
  [-185]: '_TIMED_OUT',
  [-170]: '_NOT_IMPLEMENTED',
  121: 'INVALID_RECORD_STATE',
}

/** A library whose handles are fakes. */
export class FakeLibrary implements DriverLibrary {
  readonly drivers: FakeDriver[] = []
  readonly settings: Readonly<Record<string, string>>[] = []
  /** Looks at each handle before anything else does. */
  prepare: (driver: FakeDriver) => void = () => {}
  /** What the group has set. */
  configs: Record<string, string> = { 'share.record.lock.duration.ms': '30000', 'share.delivery.count.limit': '5' }
  readonly open = (settings: Readonly<Record<string, string>>, wake: () => void): FakeDriver => {
    const driver = new FakeDriver(wake)
    driver.configs = this.configs
    this.prepare(driver)
    this.settings.push(settings)
    this.drivers.push(driver)
    return driver
  }
  readonly errorName = (errno: number): string => names[errno] ?? `ERR_${errno}`
  readonly errorText = (errno: number): string => `text of ${errno}`
}
