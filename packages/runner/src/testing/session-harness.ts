import {
  defaultRecovery,
  topic,
  type ConsumerGroupContext,
  type ConsumerRecord,
  type EventMap,
  type EventName,
  type RecordBatch,
  type SamsaError,
  type Send,
  type TopicSource,
} from '@samsa/contracts'
import { makePolicy, type RecoveryPolicy } from '@samsa/dlq'
import { Emitter } from '../events/emitter.js'
import { GroupEvents } from '../events/group-events.js'
import { PartitionRunner } from '../group/partition-runner.js'
import type { ConsumerInstance, LaneRoute } from '../lane/lane-route.js'
import { TurnEnd } from '../time/turn-end.js'
import { Turn } from '../time/turn.js'
import { FakeDeadLetters } from './fake-dead-letters.js'
import { FakeEngine } from './fake-engine.js'
import type { FakeSession } from './fake-session.js'
import { recordEvents, type RecordedEvent } from './record-events.js'
import { recordingLogger, type RecordingLogger } from './recording-logger.js'
import { virtualClock, type VirtualClock } from './virtual-clock.js'

/** What a test may give its class: the methods of a consumer class, with the types that handlers have. */
export interface TestConsumer {
  readonly consume?: (record: ConsumerRecord<unknown, unknown>, context: ConsumerGroupContext) => unknown
  readonly consumeBatch?: (batch: RecordBatch<ConsumerRecord, unknown>, context: ConsumerGroupContext) => unknown
  readonly onAssigned?: ConsumerInstance['onAssigned']
  readonly onRevoked?: () => unknown
  readonly onIdle?: () => unknown
  readonly onShutdown?: () => unknown
}

/** One session on the fake engine, on a virtual clock. */
export interface SessionHarness {
  readonly engine: FakeEngine
  readonly clock: VirtualClock
  readonly emitter: Emitter
  readonly events: readonly RecordedEvent[]
  readonly log: RecordingLogger
  readonly runner: PartitionRunner
  readonly session: FakeSession
  readonly letters: FakeDeadLetters
  /** What the session failed with. */
  readonly failures: readonly SamsaError[]
  /** What recovery ended the worker with. */
  readonly stops: readonly SamsaError[]
  readonly named: <Name extends EventName>(name: Name) => readonly EventMap[Name][]
}

/** What a harness is made of. */
export interface HarnessOptions {
  /** Makes an instance for each partition. */
  readonly create: () => TestConsumer
  readonly route?: Partial<LaneRoute> | undefined
  /** What differs from the standard policy. */
  readonly policy?: Partial<RecoveryPolicy> | undefined
  readonly source?: TopicSource | undefined
  readonly bufferBytes?: number | undefined
  readonly send?: Send | undefined
}

const noSend = (() => Promise.reject(new Error('nothing to send to'))) as unknown as Send

/** Opens a session for topic `orders`; the test assigns partitions. */
export function sessionHarness(options: HarnessOptions): SessionHarness {
  const clock = virtualClock()
  const engine = new FakeEngine()
  const log = recordingLogger()
  const emitter = new Emitter(log)
  const events = recordEvents(emitter)
  const failures: SamsaError[] = []
  const stops: SamsaError[] = []
  const letters = new FakeDeadLetters()
  const source = options.source ?? topic('orders')
  const batch = options.create().consumeBatch === undefined ? null : { maxRecords: 500, maxWaitMs: 0 }
  const route: LaneRoute = {
    className: 'TestConsumer',
    permits: null,
    timeoutMs: null,
    stuckAfterMs: 1_800_000,
    batch,
    recovery: {
      policy: { ...makePolicy(defaultRecovery, 'consumer', { backoff: null, matchers: [] }), ...options.policy },
      writer: letters,
      brokerTopic: null,
    },
    ...options.route,
  }
  const runner = new PartitionRunner({
    kind: 'consumer',
    engine,
    subscription: {
      group: 'billing',
      cluster: 'default',
      topics: [{ name: 'orders', pattern: false, initialOffset: { from: 'earliest' } }],
      kafka: {},
      clientId: 'test-billing-1',
      drainMs: 25_000,
      bufferBytes: options.bufferBytes ?? 32 * 1024 ** 2,
      isolation: 'read_committed',
      options: { kind: 'consumer', protocol: 'auto', assignor: null, instanceId: null, commit: 'periodic', commitIntervalMs: 1000 },
    },
    routes: [{ lane: route, source: () => source, create: () => options.create() as ConsumerInstance }],
    send: options.send ?? noSend,
    clock,
    turn: new Turn(clock, 10),
    turnEnd: new TurnEnd(),
    events: new GroupEvents(emitter, 'default', 'billing'),
    log,
    counters: { settled: 0, skipped: 0, deadLettered: 0, retried: 0, released: 0, rejected: 0 },
    random: () => 1 - Number.EPSILON,
    rested: () => undefined,
    stop: (error) => void stops.push(error),
    failed: (error) => void failures.push(error),
  })
  const named = <Name extends EventName>(name: Name): readonly EventMap[Name][] =>
    events.filter((event) => event.name === name).map((event) => event.event as EventMap[Name])
  return { engine, clock, emitter, events, log, runner, session: engine.session, letters, failures, stops, named }
}
