import {
  topic,
  type ConsumerGroupAction,
  type ConsumerGroupDeadLetter,
  type ConsumerGroupExhausted,
  type EventMap,
  type EventName,
  type RetryPolicy,
  type Send,
} from '@samsa/contracts'
import { compileRoutes, consumerGroup, defineRoutes, defineWorker, type Container } from '@samsa/routing'
import { createWorker } from '../worker/worker.js'
import type { WorkerHandle } from '../worker/worker-handle.js'
import type { Sender, WorkerParts } from '../worker/worker-parts.js'
import { FakeEngine } from './fake-engine.js'
import { recordEvents, type RecordedEvent } from './record-events.js'
import { recordingLogger, type RecordingLogger } from './recording-logger.js'
import type { TestConsumer } from './session-harness.js'
import { virtualClock, type VirtualClock } from './virtual-clock.js'

/** A worker with one group, `billing` on topic `orders`, on the fake engine and a virtual clock. */
export interface WorkerHarness {
  readonly engine: FakeEngine
  readonly clock: VirtualClock
  readonly log: RecordingLogger
  readonly worker: WorkerHandle
  readonly events: readonly RecordedEvent[]
  readonly states: () => readonly string[]
  readonly named: <Name extends EventName>(name: Name) => readonly EventMap[Name][]
}

/** Options of the route. */
export interface TestRoute {
  readonly timeout?: number
  readonly stuckAfter?: number
  readonly concurrency?: number
  readonly retry?: RetryPolicy<ConsumerGroupAction>
  readonly deadLetter?: ConsumerGroupDeadLetter
  readonly whenExhausted?: ConsumerGroupExhausted
}

/** What a worker harness is made of. */
export interface WorkerHarnessOptions {
  readonly create?: (() => TestConsumer) | undefined
  /** Whether sessions join and get their partitions by themselves. Default: true. */
  readonly automatic?: boolean | undefined
  readonly route?: TestRoute | undefined
  readonly parts?: Partial<WorkerParts> | undefined
}

/** A sender that sends nowhere and closes as it is told. */
export function fakeSender(unanswered: readonly { readonly topic: string; readonly count: number }[] = []): Sender {
  const send = (() => Promise.resolve({ topic: 'sent', partition: 0, offset: 1 })) as unknown as Send
  return { send, close: () => Promise.resolve({ unanswered, hung: false }) }
}

/** Makes the worker; the test starts it. */
export function workerHarness(options: WorkerHarnessOptions = {}): WorkerHarness {
  const { create = () => ({ consume: () => undefined }), automatic = true, route = {}, parts = {} } = options
  class TestHandler {
    consume(): void {}
  }
  const routes = defineRoutes(consumerGroup('billing', (group) => group.topic(topic('orders'), { consumer: TestHandler, ...route })))
  const compiled = compileRoutes(defineWorker({ routes, kafka: { 'bootstrap.servers': '127.0.0.1:1' } }))
  if (compiled.problems.length > 0) throw new Error(JSON.stringify(compiled.problems))
  const container: Container = { resolve: () => create() as never }
  const engine = new FakeEngine(automatic)
  const clock = virtualClock()
  const log = recordingLogger()
  const { plan, bindings, groupSettings } = compiled
  const worker = createWorker({
    plan,
    bindings,
    groupSettings,
    engines: { consumer: engine },
    container,
    log,
    clock,
    name: 'shop',
    ...parts,
  })
  const events = recordEvents(worker)
  const named = <Name extends EventName>(name: Name): readonly EventMap[Name][] =>
    events.filter((event) => event.name === name).map((event) => event.event as EventMap[Name])
  return { engine, clock, log, worker, events, named, states: () => named('worker.state').map(({ to }) => to) }
}
