import { topic, type EventMap, type EventName } from '@samsa/contracts'
import { compileRoutes, defineRoutes, defineWorker, shareGroup, type Container } from '@samsa/routing'
import { createWorker } from '../worker/worker.js'
import type { WorkerHandle } from '../worker/worker-handle.js'
import { FakeShareEngine } from './fake-share-engine.js'
import { recordEvents } from './record-events.js'
import { recordingLogger } from './recording-logger.js'
import type { TestShareConsumer } from './share-harness.js'
import { virtualClock, type VirtualClock } from './virtual-clock.js'

/** A worker with the share group `thumbnails`, one route for `orders` and one for `refunds`, on the fake engine and a virtual clock. */
export interface ShareWorkerHarness {
  readonly engine: FakeShareEngine
  readonly clock: VirtualClock
  readonly worker: WorkerHandle
  /** How many instances were made. */
  readonly made: () => number
  readonly named: <Name extends EventName>(name: Name) => readonly EventMap[Name][]
}

/** Makes the worker; the test starts it. */
export function shareWorkerHarness(
  consumer: TestShareConsumer,
  route: { readonly concurrency?: number; readonly stuckAfter?: number } = {},
): ShareWorkerHarness {
  class TestHandler {
    consume(): void {}
  }
  const group = shareGroup('thumbnails', (block) => {
    block.topic(topic('orders'), { consumer: TestHandler, ...route })
    block.topic(topic('refunds'), { consumer: TestHandler, ...route })
  })
  const compiled = compileRoutes(defineWorker({ routes: defineRoutes(group), kafka: { 'bootstrap.servers': '127.0.0.1:1' } }))
  if (compiled.problems.length > 0) throw new Error(JSON.stringify(compiled.problems))
  let made = 0
  const container: Container = { resolve: () => (made++, consumer as never) }
  const engine = new FakeShareEngine(true)
  const clock = virtualClock()
  const worker = createWorker({ ...compiled, engines: { share: engine }, container, log: recordingLogger(), clock, name: 'shop' })
  const events = recordEvents(worker)
  const named = <Name extends EventName>(name: Name): readonly EventMap[Name][] =>
    events.filter((event) => event.name === name).map((event) => event.event as EventMap[Name])
  return { engine, clock, worker, made: () => made, named }
}
