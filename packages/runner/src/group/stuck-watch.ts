import { SamsaError } from '@samsa/contracts'
import type { Lane } from '../lane/lane.js'
import type { GroupEvents } from '../events/group-events.js'

/** When a lane's running call or hook began; `null` where none runs. */
export const runningSinceMs = (lane: Lane): number | null => lane.work.callSinceMs ?? lane.hooks.sinceMs

/** Finds calls and hooks that run longer than `stuckAfter`, and tells each once. */
export class StuckWatch {
  readonly #events: GroupEvents
  readonly #told = new WeakMap<Lane, number>()

  constructor(events: GroupEvents) {
    this.#events = events
  }

  /** Looks at the lanes; answers an error for each call that is found stuck for the first time. */
  look(lanes: readonly Lane[], nowMs: number): readonly SamsaError[] {
    return lanes.flatMap((lane) => {
      const sinceMs = runningSinceMs(lane)
      if (sinceMs === null || nowMs - sinceMs < lane.route.stuckAfterMs) return []
      const toldMs = this.#told.get(lane)
      if (toldMs === sinceMs) return []
      this.#told.set(lane, sinceMs)
      return [this.#tell(lane, Math.round(nowMs - sinceMs))]
    })
  }

  #tell(lane: Lane, durationMs: number): SamsaError {
    const { source, route, hooks, work } = lane
    const { topic, partition } = source
    const place = `${topic}/${partition}`
    const what =
      hooks.running === null
        ? `${route.className} has worked on ${place}/${work.offset}`
        : `${route.className}.${hooks.running}() has run for ${place}`
    const message = `${what} for ${durationMs} ms, longer than stuckAfter (${route.stuckAfterMs} ms): it may hang; let it use context.signal, or raise stuckAfter`
    const error = new SamsaError('SAMSA_HANDLER_STUCK', message, { details: { topic, partition, offset: work.offset, durationMs } })
    if (hooks.running === null) this.#events.record('handler.stuck', source, work.offset ?? -1, { durationMs })
    else this.#events.partition('hook.failed', source, { hook: hooks.running, attempt: 1, willRetry: false, delayMs: 0, error })
    return error
  }
}
