import { SamsaError } from '@samsa/contracts'
import type { GroupEvents } from '../events/group-events.js'
import type { RunningCall } from './running-call.js'

/** Finds calls and hooks that run longer than `stuckAfter`, and tells each once. */
export class StuckWatch {
  readonly #events: GroupEvents
  readonly #told = new WeakMap<object, number>()

  constructor(events: GroupEvents) {
    this.#events = events
  }

  /** Looks at what runs; answers an error for each call that is found stuck for the first time. */
  look(running: readonly RunningCall[], nowMs: number): readonly SamsaError[] {
    return running.flatMap((call) => {
      if (nowMs - call.sinceMs < call.stuckAfterMs) return []
      if (this.#told.get(call.lane) === call.sinceMs) return []
      this.#told.set(call.lane, call.sinceMs)
      return [this.#tell(call, Math.round(nowMs - call.sinceMs))]
    })
  }

  #tell(call: RunningCall, durationMs: number): SamsaError {
    const { className, stuckAfterMs, topic, partition, offset, hook } = call
    const place = `${topic}/${partition}`
    const what = hook === null ? `${className} has worked on ${place}/${offset}` : `${className}.${hook}() has run for ${place}`
    const message = `${what} for ${durationMs} ms, longer than stuckAfter (${stuckAfterMs} ms): it may hang; let it use context.signal, or raise stuckAfter`
    const error = new SamsaError('SAMSA_HANDLER_STUCK', message, { details: { topic, partition, offset, durationMs } })
    if (hook === null) this.#events.record('handler.stuck', call, offset ?? -1, { durationMs })
    else this.#events.partition('hook.failed', call, { hook, attempt: 1, willRetry: false, delayMs: 0, error })
    return error
  }
}
