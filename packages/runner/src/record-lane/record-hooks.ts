import { SamsaError, textOfThrown, type EventMap } from '@samsa/contracts'
import type { RunningCall } from '../group/running-call.js'
import type { PartitionName } from '../events/group-events.js'
import type { SessionScope } from '../lane/lane-scope.js'
import { RecordView } from '../record/record-view.js'
import type { LockedSegment } from './locked-segment.js'
import type { RecordRoute } from './record-route.js'

type HookName = EventMap['hook.failed']['hook']

/** Runs the lifecycle hooks of a route's one instance, beside its records. A hook that throws is an event and decides nothing about records. */
export class RecordHooks {
  readonly #scope: SessionScope
  readonly #route: RecordRoute
  readonly #running = new Set<RunningCall>()
  #idle: (() => void)[] = []

  constructor(scope: SessionScope, route: RecordRoute) {
    this.#scope = scope
    this.#route = route
  }

  /** Hooks that run. */
  get running(): readonly RunningCall[] {
    return [...this.#running]
  }

  /** Runs `onLockLost` for each record of a segment, where the class has it. */
  lockLost({ columns, source, start, end }: LockedSegment): void {
    const instance = this.#route.instance()
    if (instance.onLockLost === undefined) return
    for (let row = start; row < end; row++) {
      const record = new RecordView(source, columns, row)
      void this.#run('onLockLost', source, record.offset, () => instance.onLockLost?.(record))
    }
  }

  /** Runs `onShutdown`, where the class has it; fulfilled when it has ended. */
  async shutdown(): Promise<void> {
    const instance = this.#route.instance()
    if (instance.onShutdown === undefined) return
    await this.#run('onShutdown', { topic: this.#route.topics.join('+'), partition: -1 }, null, () => instance.onShutdown?.())
  }

  /** Fulfilled when no hook runs. */
  ended(): Promise<void> {
    return this.#running.size === 0 ? Promise.resolve() : new Promise((resolve) => this.#idle.push(resolve))
  }

  async #run(hook: HookName, at: PartitionName, offset: number | null, call: () => unknown): Promise<void> {
    const { className, stuckAfterMs } = this.#route
    const { clock, events, rested } = this.#scope
    const { topic, partition } = at
    const running: RunningCall = { lane: {}, sinceMs: clock.now(), className, stuckAfterMs, topic, partition, offset, hook }
    this.#running.add(running)
    try {
      await call()
    } catch (thrown) {
      const error = new SamsaError('SAMSA_HOOK_FAILED', `${className}.${hook}() threw: ${textOfThrown(thrown)}`, { cause: thrown })
      events.partition('hook.failed', at, { hook, attempt: 1, willRetry: false, delayMs: 0, error })
    }
    this.#running.delete(running)
    if (this.#running.size > 0) return
    for (const resolve of this.#idle.splice(0)) resolve()
    rested()
  }
}
