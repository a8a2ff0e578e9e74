import { backoffDelayMs, defaultBackoff, SamsaError, textOfThrown, type EventMap } from '@samsa/contracts'
import type { DueEntry } from '../time/due-times.js'
import type { Lane } from './lane.js'

type HookName = EventMap['hook.failed']['hook']

/**
 * Runs the lifecycle hooks of a lane's instance, never beside one of its records. A hook that throws is an event and decides nothing about records:
 * `onAssigned` runs again after the backoff, its partition waits, because what it prepares is missing; the others are over.
 */
export class LaneHooks {
  readonly #lane: Lane
  /** The hook that runs when the lane has drained. */
  atEnd: 'onRevoked' | 'onShutdown' = 'onRevoked'
  /** When the running hook began, on the clock; `null` where none runs. */
  sinceMs: number | null = null
  /** Name of the hook that runs, for messages. */
  running: HookName | null = null
  #assignedOnce = false
  #attempt = 1
  #again: DueEntry | null = null

  constructor(lane: Lane) {
    this.#lane = lane
  }

  /** Runs `onAssigned` until it succeeds, then opens the lane. */
  open(): void {
    const { instance, control } = this.#lane
    if (instance.onAssigned === undefined) this.#opened()
    else
      this.#run(
        'onAssigned',
        () => instance.onAssigned?.(control),
        (error) => this.#assigned(error),
      )
  }

  /** Runs `onIdle`, where the class has it. */
  idle(): void {
    const { instance } = this.#lane
    if (instance.onIdle === undefined) return
    this.#lane.phase = 'hook'
    const ended = (error: SamsaError | null): void => {
      if (error !== null) this.#failed('onIdle', error, null)
      this.#lane.rest()
    }
    this.#run('onIdle', () => instance.onIdle?.(), ended)
  }

  /** Runs `onRevoked` or `onShutdown`, where the class has it, and then `ended`. */
  end(ended: () => void): void {
    if (this.#again !== null) this.#lane.scope.due.remove(this.#again)
    const hook = this.atEnd
    const { instance } = this.#lane
    // what was not assigned cannot be revoked
    if (instance[hook] === undefined || !this.#assignedOnce) return ended()
    this.#lane.phase = 'hook'
    const over = (error: SamsaError | null): void => {
      if (error !== null) this.#failed(hook, error, null)
      ended()
    }
    this.#run(hook, () => instance[hook]?.(), over)
  }

  /** Runs `onRevoked` of a lane that was cut: nobody waits for it. */
  revoked(): void {
    const { instance } = this.#lane
    if (instance.onRevoked === undefined || !this.#assignedOnce) return
    const over = (error: SamsaError | null): void => {
      if (error !== null) this.#failed('onRevoked', error, null)
    }
    this.#run('onRevoked', () => instance.onRevoked?.(), over)
  }

  #opened(): void {
    this.#assignedOnce = true
    if (this.#lane.cut === null) this.#lane.opened()
    else this.#lane.callEnded()
  }

  #assigned(error: SamsaError | null): void {
    const lane = this.#lane
    if (error === null) return this.#opened()
    if (lane.cut !== null) return this.#failed('onAssigned', error, null)
    if (lane.draining) {
      this.#failed('onAssigned', error, null)
      return lane.opened()
    }
    const delayMs = backoffDelayMs(defaultBackoff, this.#attempt, lane.scope.random)
    this.#failed('onAssigned', error, delayMs)
    this.#attempt++
    this.#again = lane.scope.due.add(lane.scope.clock.now() + delayMs, () => {
      this.#again = null
      if (lane.cut === null) this.open()
    })
  }

  /** Calls a hook, waits for it, and then calls `then` with what went wrong, or `null`. */
  #run(hook: HookName, call: () => unknown, then: (error: SamsaError | null) => void): void {
    void this.#call(hook, call).then(then).catch(this.#lane.scope.crashed)
  }

  async #call(hook: HookName, call: () => unknown): Promise<SamsaError | null> {
    this.sinceMs = this.#lane.scope.clock.now()
    this.running = hook
    try {
      await call()
      return null
    } catch (thrown) {
      return new SamsaError('SAMSA_HOOK_FAILED', `${this.#lane.route.className}.${hook}() threw: ${textOfThrown(thrown)}`, {
        cause: thrown,
      })
    } finally {
      this.sinceMs = null
      this.running = null
    }
  }

  #failed(hook: HookName, error: SamsaError, delayMs: number | null): void {
    const { scope, source } = this.#lane
    scope.events.partition('hook.failed', source, {
      hook,
      attempt: this.#attempt,
      willRetry: delayMs !== null,
      delayMs: delayMs ?? 0,
      error,
    })
  }
}
