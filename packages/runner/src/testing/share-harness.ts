import {
  defaultRecovery,
  topic,
  type ConsumerRecord,
  type EventMap,
  type EventName,
  type RecordBatch,
  type SamsaError,
  type Send,
  type ShareGroupContext,
  type ShareGroupOutcome,
  type Subscription,
  type TopicSource,
} from '@samsa/contracts'
import { makePolicy, type DeadLetterWriter, type RecoveryPolicy } from '@samsa/dlq'
import { Emitter } from '../events/emitter.js'
import { GroupEvents } from '../events/group-events.js'
import type { LaneCounters } from '../lane/lane-scope.js'
import type { RecordRoute } from '../record-lane/record-route.js'
import { RecordRunner } from '../record-lane/record-runner.js'
import { RouteUse } from '../record-lane/route-use.js'
import { TurnEnd } from '../time/turn-end.js'
import { Turn } from '../time/turn.js'
import { FakeDeadLetters } from './fake-dead-letters.js'
import { FakeShareEngine } from './fake-share-engine.js'
import type { FakeShareSession } from './fake-share-session.js'
import { recordEvents, type RecordedEvent } from './record-events.js'
import { recordingLogger } from './recording-logger.js'
import { virtualClock, type VirtualClock } from './virtual-clock.js'

/** What a test may give its class. */
export interface TestShareConsumer {
  readonly consume?: (record: ConsumerRecord<unknown, unknown>, context: ShareGroupContext) => unknown
  readonly consumeBatch?: (batch: RecordBatch<ConsumerRecord, ShareGroupOutcome>, context: ShareGroupContext) => unknown
  readonly onLockLost?: (record: ConsumerRecord) => unknown
  readonly onShutdown?: () => unknown
}

/** One session of a share group on the fake engine, on a virtual clock. */
export interface ShareHarness {
  readonly clock: VirtualClock
  readonly emitter: Emitter
  readonly events: readonly RecordedEvent[]
  readonly runner: RecordRunner
  readonly session: FakeShareSession
  readonly counters: LaneCounters
  readonly route: RecordRoute
  readonly letters: FakeDeadLetters
  /** What the session failed with. */
  readonly failures: readonly SamsaError[]
  /** What recovery ended the worker with. */
  readonly stops: readonly SamsaError[]
  readonly named: <Name extends EventName>(name: Name) => readonly EventMap[Name][]
  /** Opens another session for the same route, as a group does after a failure. */
  readonly reopen: () => { readonly runner: RecordRunner; readonly session: FakeShareSession }
  /** State of each delivered record, in order. */
  readonly states: () => readonly string[]
}

/** What a harness is made of. */
export interface ShareHarnessOptions extends Partial<Pick<RecordRoute, 'concurrency' | 'timeoutMs' | 'stuckAfterMs' | 'batch'>> {
  readonly consumer: TestShareConsumer
  readonly source?: TopicSource | undefined
  /** What differs from the standard policy. */
  readonly policy?: Partial<RecoveryPolicy> | undefined
  readonly brokerTopic?: string | undefined
  /** Stands in place of `letters`. */
  readonly writer?: DeadLetterWriter | undefined
}

const noSend = (() => Promise.reject(new Error('nothing to send to'))) as unknown as Send

/** Opens a session for topic `orders`; the test delivers records. */
export function shareHarness(options: ShareHarnessOptions): ShareHarness {
  const clock = virtualClock()
  const engine = new FakeShareEngine()
  const log = recordingLogger()
  const emitter = new Emitter(log)
  const events = recordEvents(emitter)
  const failures: SamsaError[] = []
  const stops: SamsaError[] = []
  const letters = new FakeDeadLetters()
  const counters: LaneCounters = { settled: 0, skipped: 0, deadLettered: 0, retried: 0, released: 0, rejected: 0 }
  const route = routeOf(options, letters)
  const common = { engine, route, log, clock, counters, turn: new Turn(clock, 10), turnEnd: new TurnEnd() }
  const open = (): RecordRunner =>
    new RecordRunner({
      ...common,
      random: () => 1 - Number.EPSILON,
      kind: 'share',
      subscription: subscriptionOf(route.concurrency),
      send: noSend,
      events: new GroupEvents(emitter, 'default', 'thumbnails'),
      rested: () => undefined,
      stop: (error) => void stops.push(error),
      failed: (error) => void failures.push(error),
    })
  const runner = open()
  const { session } = engine
  session.join()
  const named = <Name extends EventName>(name: Name): readonly EventMap[Name][] =>
    events.filter((event) => event.name === name).map((event) => event.event as EventMap[Name])
  const reopen = (): ReturnType<ShareHarness['reopen']> => {
    const fresh = open()
    engine.session.join()
    return { runner: fresh, session: engine.session }
  }
  return {
    clock,
    emitter,
    events,
    runner,
    session,
    counters,
    route,
    letters,
    failures,
    stops,
    named,
    reopen,
    states: () => session.leases.map(({ state }) => state),
  }
}

function routeOf(options: ShareHarnessOptions, letters: FakeDeadLetters): RecordRoute {
  const { consumer, source = topic('orders'), concurrency = 1, timeoutMs = null, stuckAfterMs = 1_800_000 } = options
  const { batch = consumer.consumeBatch === undefined ? null : { maxRecords: 500, maxWaitMs: 0 } } = options
  return {
    className: 'TestConsumer',
    topics: ['orders'],
    concurrency,
    timeoutMs,
    stuckAfterMs,
    batch,
    recovery: {
      policy: { ...makePolicy(defaultRecovery, 'share', { backoff: null, matchers: [] }), ...options.policy },
      writer: options.writer ?? letters,
      brokerTopic: options.brokerTopic ?? null,
    },
    use: new RouteUse(),
    source: (name) => (name === 'orders' ? source : undefined),
    instance: () => consumer,
  }
}

function subscriptionOf(concurrency: number): Subscription {
  return {
    group: 'thumbnails',
    cluster: 'default',
    topics: [{ name: 'orders', pattern: false, initialOffset: { from: 'earliest' } }],
    kafka: {},
    clientId: 'test-thumbnails-1',
    drainMs: 25_000,
    bufferBytes: 32 * 1024 ** 2,
    isolation: 'read_committed',
    options: { kind: 'share', concurrency, members: null },
  }
}

/** A call of a handler that waits for the test. */
export interface ShareDoor {
  readonly offset: number
  readonly context: ShareGroupContext
  readonly open: (result?: unknown) => void
  readonly break: (error: unknown) => void
}

/** Handlers whose calls end when the test says so. */
export class ShareDoors {
  readonly waiting: ShareDoor[] = []
  readonly consume = (record: ConsumerRecord, context: ShareGroupContext): Promise<unknown> =>
    new Promise((resolve, reject) => this.waiting.push({ offset: record.offset, context, open: resolve, break: reject }))
  /** Offsets in work, in the order of their start. */
  get offsets(): readonly number[] {
    return this.waiting.map(({ offset }) => offset)
  }

  /** The call of this offset; it does not wait any more. */
  at(offset: number): ShareDoor {
    const index = this.waiting.findIndex((door) => door.offset === offset)
    if (index < 0) throw new Error(`nobody works on ${offset}`)
    return this.waiting.splice(index, 1)[0] as ShareDoor
  }
}
