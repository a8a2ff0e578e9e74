import {
  runWidth,
  systemClock,
  type Answer,
  type EngineEvent,
  type RecordColumns,
  type SamsaError,
  type Session,
  type Settlement,
} from '@samsa/contracts'
import { Admin, Producer } from '@samsa/librdkafka'
import { createShareGroupEngine } from '../engine.js'

/** A record as a handler of a test gets it. */
export interface RealRecord {
  readonly partition: number
  readonly offset: number
  readonly deliveryCount: number
  readonly value: string
}

/** What becomes of a record, now or later; `null`: the test settles nothing of it. */
export type RealHandler = (record: RealRecord) => Settlement | null | Promise<Settlement | null>

/** How a session of a test is opened. */
export interface RealOptions {
  readonly concurrency?: number
  readonly members?: number | null
  readonly kafka?: Readonly<Record<string, string>>
}

const decoder = new TextDecoder()

/** Waits until `met` says so; fails after a minute. */
export async function until(what: string, met: () => boolean, describe: () => string = () => ''): Promise<void> {
  const endMs = Date.now() + 60_000
  while (!met()) {
    if (Date.now() > endMs) throw new Error(`waited a minute for ${what}: ${describe()}`)
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

/** One session on a real broker with a runner of a few lines: as many records in work as its concurrency says, settled as its handler says. */
export class RealSession {
  readonly session: Session
  readonly records: RealRecord[] = []
  readonly answers: Answer[] = []
  readonly events: EngineEvent[] = []
  readonly failures: SamsaError[] = []
  readonly expired: number[] = []
  readonly #handler: RealHandler
  #free: number

  constructor(group: string, topic: string, bootstrapServers: string, options: RealOptions, handler: RealHandler) {
    const concurrency = options.concurrency ?? 10
    this.#free = concurrency
    this.#handler = handler
    const subscription = {
      group,
      cluster: 'default',
      topics: [{ name: topic, pattern: false, initialOffset: { from: 'earliest' } }],
      kafka: { 'bootstrap.servers': bootstrapServers, ...options.kafka },
      clientId: group,
      drainMs: 1000,
      bufferBytes: 1 << 24,
      isolation: 'read_committed',
      options: { kind: 'share', concurrency, members: options.members ?? null },
    } as const
    this.session = createShareGroupEngine().open(subscription, this.#observer(), systemClock)
  }

  /** Offsets of the records that were handled, sorted. */
  get offsets(): number[] {
    return this.records.map(({ offset }) => offset).sort((a, b) => a - b)
  }

  describe(): string {
    const told = this.events.map((event) => (event.type === 'trouble' ? event.error.message : JSON.stringify(event))).slice(-5)
    return JSON.stringify({
      records: this.records.length,
      told,
      failures: this.failures.map(({ message }) => message),
      status: this.session.status(),
    })
  }

  close(withinMs = 10_000) {
    return this.session.close(systemClock.now() + withinMs)
  }

  #drain(): void {
    while (this.#free > 0) {
      const batch = this.session.take(this.#free, Infinity)
      if (batch === null) return
      for (let at = 0; at < batch.runs.length; at += runWidth) {
        for (let row = batch.runs[at + 1]!; row < batch.runs[at + 1]! + batch.runs[at + 2]!; row++)
          this.#handle(batch, batch.runs[at]!, row)
      }
    }
  }

  #handle(batch: RecordColumns, slot: number, row: number): void {
    const start = batch.spans[row * 6 + 2]!
    const record = {
      partition: this.session.partition(slot).partition,
      offset: batch.offsets[row]!,
      deliveryCount: batch.deliveryCounts![row]!,
      value: decoder.decode(batch.bytes.subarray(start, start + Math.max(0, batch.spans[row * 6 + 3]!))),
    }
    this.records.push(record)
    this.#free--
    const settle = (as: Settlement | null): void => {
      if (as !== null) this.session.settle(batch, row, row + 1, as)
      this.#free++
    }
    const outcome = this.#handler(record)
    if (!(outcome instanceof Promise)) return settle(outcome)
    void outcome.then((as) => {
      settle(as)
      this.#drain()
    })
  }

  #observer() {
    return {
      ready: () => this.#drain(),
      assigned: () => {},
      revoking: () => {},
      revoked: () => {},
      lost: () => {},
      expiring: () => {},
      expired: (batch: RecordColumns) => void this.expired.push(batch.runs[1]!),
      starving: () => {},
      answered: (answer: Answer) => void this.answers.push(answer),
      moved: () => {},
      reachedEnd: () => {},
      event: (event: EngineEvent) => void this.events.push(event),
      failed: (error: SamsaError) => void this.failures.push(error),
    }
  }
}

/** Topics, groups and sessions of one test on a real broker. */
export class RealGroup {
  readonly sessions: RealSession[] = []
  readonly #admin: Admin
  readonly #bootstrapServers: string

  constructor(
    bootstrapServers: string,
    readonly name: string,
  ) {
    this.#bootstrapServers = bootstrapServers
    this.#admin = new Admin({ 'bootstrap.servers': bootstrapServers })
  }

  /** Makes the topic and the group's settings. */
  async create(partitions: number, settings: Readonly<Record<string, string>> = {}): Promise<void> {
    await this.#admin.createTopics([{ topic: this.name, partitions, replicationFactor: 1 }])
    const entries = {
      'share.auto.offset.reset': 'earliest',
      'share.heartbeat.interval.ms': '500',
      'share.assignment.interval.ms': '0',
      ...settings,
    }
    const changes = Object.entries(entries).map(([name, value]) => ({ name, value, operation: 'set' as const }))
    const [outcome] = await this.#admin.alterConfigs([{ type: 'group', name: this.name, entries: changes }])
    if (outcome?.error) throw outcome.error
  }

  /** Writes records, in one producer batch where they fit. */
  async produce(values: readonly string[], partition: (index: number) => number = () => 0): Promise<void> {
    let delivered = 0
    const settings = {
      'bootstrap.servers': this.#bootstrapServers,
      'linger.ms': '50',
      'batch.num.messages': '10000',
      'batch.size': '10000000',
    }
    const producer: Producer = new Producer(settings, () => {
      while (producer.serve() !== null);
      for (let rows = producer.deliveries(1000); rows !== null; rows = producer.deliveries(1000)) delivered += rows.length / 4
    })
    const topic = producer.topic(this.name)
    const encoded = values.map((value) => Buffer.from(value))
    const rows = new Int32Array(values.length * 8)
    let at = 0
    for (const [index, bytes] of encoded.entries()) {
      rows.set([topic, partition(index), at, -1, bytes.length, 0, 0, index], index * 8)
      at += bytes.length
    }
    producer.produce({
      bytes: Buffer.concat(encoded),
      rows,
      timestamps: new Float64Array(values.length),
      errors: new Int32Array(values.length),
    })
    await until(`${values.length} records to be written`, () => delivered === values.length)
    await producer.destroy()
  }

  open(handler: RealHandler, options: RealOptions = {}): RealSession {
    const session = new RealSession(this.name, this.name, this.#bootstrapServers, options, handler)
    this.sessions.push(session)
    return session
  }

  async end(): Promise<void> {
    await Promise.all(this.sessions.map((session) => session.close(2000)))
    await this.#admin.destroy()
  }
}

/** Values that name their number. */
export const numbered = (count: number): string[] => Array.from({ length: count }, (_, index) => `${index}`)

/** Fulfilled with `as` after so many milliseconds of work. */
export const after = (ms: number, as: Settlement): Promise<Settlement> => new Promise((resolve) => setTimeout(resolve, ms, as))
