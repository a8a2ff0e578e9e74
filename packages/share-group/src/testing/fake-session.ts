import type { Answer, EngineEvent, RecordColumns, SamsaError, Settlement, ShareGroupSubscription, Subscription } from '@samsa/contracts'
import type { LimitsReader, SettingsJudge } from '../limits/limit-watch.js'
import { ShareGroupSession } from '../session.js'
import { FakeClock, settled } from './fake-clock.js'
import { FakeLibrary, type FakeDriver } from './fake-driver.js'

/** What a fake session is opened with besides. */
export interface FakeOptions {
  readonly readLimits?: LimitsReader
  readonly judgeSettings?: SettingsJudge
  readonly keepsMembers?: boolean
  /** Looks at each handle before anything else does. */
  readonly prepare?: (driver: FakeDriver) => void
  /** librdkafka's properties; the poll size is fixed unless said. */
  readonly kafka?: Readonly<Record<string, string>>
}

/** A session over a fake library and a clock that stands still, with everything its observer heard. */
export class FakeSession {
  readonly clock = new FakeClock()
  readonly library = new FakeLibrary()
  readonly heard: string[] = []
  readonly answers: Answer[] = []
  readonly events: EngineEvent[] = []
  readonly failures: SamsaError[] = []
  readonly session: ShareGroupSession
  /** What is done when the end of a lock is near. */
  onExpiring: (batch: RecordColumns) => void = () => {}
  /** What is done when records at their last delivery starve. */
  onStarving: () => void = () => {}

  constructor(own: Partial<ShareGroupSubscription> = {}, configs: Record<string, string> = {}, more: FakeOptions = {}) {
    Object.assign(this.library.configs, configs)
    this.library.prepare = more.prepare ?? this.library.prepare
    const subscription: Subscription = {
      group: 'jobs',
      cluster: 'default',
      topics: [{ name: 't', pattern: false, initialOffset: { from: 'earliest' } }],
      kafka: more.kafka ?? { 'max.poll.records': '500' },
      clientId: 'app-jobs-1',
      drainMs: 5000,
      bufferBytes: 1 << 24,
      isolation: 'read_committed',
      options: { kind: 'share', concurrency: 4, members: 1, ...own },
    }
    this.session = new ShareGroupSession({
      library: this.library,
      readLimits: more.readLimits ?? null,
      judgeSettings: more.judgeSettings ?? null,
      keepsMembers: more.keepsMembers ?? false,
      subscription,
      options: subscription.options as ShareGroupSubscription,
      observer: this.#observer(),
      clock: this.clock,
    })
  }

  /** The handle of a member, in the order of opening. */
  driver(member = 0): FakeDriver {
    return this.library.drivers[member]!
  }

  /** What was asked of a handle since the last look. */
  calls(member = 0): string[] {
    return this.driver(member).calls.splice(0)
  }

  /** Takes records, and settles them where it says how. */
  take(maxRecords: number, as: Settlement | null = null): RecordColumns {
    const batch = this.session.take(maxRecords)
    if (batch === null) throw new Error('there is nothing to take')
    if (as !== null) this.settle(batch, as)
    return batch
  }

  settle(batch: RecordColumns, as: Settlement): void {
    for (let at = 0; at < batch.runs.length; at += 3)
      this.session.settle(batch, batch.runs[at + 1]!, batch.runs[at + 1]! + batch.runs[at + 2]!, as)
  }

  /** Events of one type. */
  told<Type extends EngineEvent['type']>(type: Type): Extract<EngineEvent, { readonly type: Type }>[] {
    return this.events.filter((event) => event.type === type) as Extract<EngineEvent, { readonly type: Type }>[]
  }

  #observer() {
    const never = (): void => {
      throw new Error('share groups do not say this')
    }
    return {
      ready: () => void this.heard.push('ready'),
      assigned: (slots: Int32Array) => void this.heard.push(`assigned ${[...slots].join(' ')}`),
      revoking: never,
      revoked: never,
      lost: never,
      expiring: (batch: RecordColumns) => {
        this.heard.push(`expiring ${offsetsOf(batch)}`)
        this.onExpiring(batch)
      },
      expired: (batch: RecordColumns) => void this.heard.push(`expired ${offsetsOf(batch)}`),
      starving: () => {
        this.heard.push('starving')
        this.onStarving()
      },
      answered: (answer: Answer) => {
        this.answers.push(answer)
        this.heard.push(
          `${answer.type} ${answer.ranges.map(({ partition, from, to, as }) => `${as} ${partition}:${from}-${to}`).join(' ')}`,
        )
      },
      moved: never,
      reachedEnd: never,
      event: (event: EngineEvent) => void this.events.push(event),
      failed: (error: SamsaError) => void this.failures.push(error),
    }
  }
}

/** The offsets that a take names. */
export function offsetsOf({ runs, offsets }: RecordColumns): string {
  const list: number[] = []
  for (let at = 0; at < runs.length; at += 3) for (let row = 0; row < runs[at + 2]!; row++) list.push(offsets[runs[at + 1]! + row]!)
  return list.join(',')
}

/** Offsets from 0 on. */
export const first = (count: number): number[] => Array.from({ length: count }, (_, offset) => offset)

/** A session whose members have joined and fetch. */
export async function joined(
  own: Partial<ShareGroupSubscription> = {},
  configs: Record<string, string> = {},
  more: FakeOptions = {},
): Promise<FakeSession> {
  const fake = new FakeSession(own, configs, more)
  await settled()
  await settled()
  for (const driver of fake.library.drivers) driver.calls.length = 0
  return fake
}
