import type { SamsaError } from '@samsa/contracts'
import type { Lane } from './lane.js'

/** Tells of a call that ended after its signal had fired. */
export function tellLateCall(lane: Lane, offset: number, sinceMs: number | null, why: SamsaError, threw: boolean): void {
  const { clock, events } = lane.scope
  const durationMs = sinceMs === null ? 0 : Math.round(clock.now() - sinceMs)
  events.record('handler.late', lane.source, offset, { durationMs, signalCode: why.code, outcome: threw ? 'threw' : 'returned' })
}

/** Tells of a record that was skipped: its position advances. */
export function tellSkipped(lane: Lane, offset: number, attempt: number, reason: string): void {
  lane.scope.counters.skipped++
  lane.scope.events.record('record.skipped', lane.source, offset, { attempt, reason })
}

/** Tells of a record that was handled. Called only while somebody listens. */
export function tellHandled(lane: Lane, offset: number, attempt: number, durationMs: number): void {
  lane.scope.events.handled(lane.source, offset, attempt, durationMs)
}
