import type { CloseReport } from '@samsa/contracts'
import type { Arrival } from './assignment/arrival.js'
import type { Revocation } from './assignment/revocation.js'
import { release } from './handles.js'
import type { SessionScope } from './scope.js'
import { heartbeatIntervalMs } from './settings/settings.js'
import { awaitAnswers } from './settlement/await-answers.js'
import type { Committer } from './settlement/committer.js'
import type { Slot } from './slot.js'

// a classic member's commit can wait behind a pending JoinGroup for a heartbeat of the slowest member; the rest is for a broker under load
const commitMarginMs = 5000
const leastReleaseMs = 250

/** What a session hands over when it ends. */
export interface ClosingParts {
  readonly scope: SessionScope
  readonly arrival: Arrival
  readonly revocation: Revocation
  readonly committer: Committer
  /** Fulfilled when the library says that the member has left. */
  readonly closed: Promise<void>
  /** Handles that were replaced while the session opened, on their way out. */
  readonly released: readonly Promise<void>[]
  /** Whether the library gave up for good: then there is no group to leave, and it refuses to. */
  readonly isFatal: boolean
  /** Stops what serves and commits. */
  readonly stop: () => void
}

/**
 * Ends a session: commit until success, leave the group, let go of the handle; each step within its share of the time that is left.
 *
 * Committing must come before leaving: once a classic member closes, the answer to a pending JoinGroup is dropped, and with it the generation that its commits need.
 */
export async function endSession(parts: ClosingParts, deadlineMs: number, mayCommit: boolean): Promise<CloseReport> {
  const { scope, arrival, revocation, committer } = parts
  const { clock, subscription, slots, driver } = scope
  const leftMs = Math.max(0, deadlineMs - clock.now())
  if (mayCommit) {
    const commitMs = Math.min(heartbeatIntervalMs(subscription.kafka) + commitMarginMs, leftMs * 0.75)
    revocation.surrenderAll()
    await awaitAnswers(slots.live(), committer, clock, clock.now() + commitMs)
  }
  arrival.cancelAll()
  const live = slots.live()
  const counts = countOpen(live)
  committer.lose(live, 'unknown', { errno: 0, name: '_TIMED_OUT', text: 'no answer before the session had to end' })
  revocation.giveUpAll()
  for (const slot of live) slots.kill(slot, driver)
  await leave(parts, deadlineMs)
  parts.stop()
  const isReleased = await within(
    scope,
    Math.max(deadlineMs, clock.now() + leastReleaseMs),
    Promise.all([release(driver), ...parts.released]),
  )
  if (!isReleased) driver.unref()
  return { ...counts, hung: !isReleased }
}

/**
 * Records that were delivered and not settled, and those whose settlement has no answer. What was settled behind an unsettled record is delivered again with it: where the position has its
 * answer, there is none to wait for.
 */
export function countOpen(slots: readonly Slot[]): Pick<CloseReport, 'unsettled' | 'unanswered'> {
  let unsettled = 0
  let unanswered = 0
  for (const { position, answeredTo, answeredRecords } of slots) {
    unsettled += position.unsettled
    if (answeredTo < position.value) unanswered += position.settledRecords - answeredRecords
  }
  return { unsettled, unanswered }
}

async function leave({ scope, closed, isFatal }: ClosingParts, deadlineMs: number): Promise<void> {
  const { clock, driver } = scope
  if (isFatal) return
  try {
    driver.close()
  } catch {
    // a handle that cannot leave any more: letting go of it is all that is left
    return
  }
  const leftMs = Math.max(0, deadlineMs - clock.now())
  await within(scope, clock.now() + leftMs * 0.75, closed)
}

/** Whether `promise` was fulfilled before `untilMs`. */
function within({ clock }: SessionScope, untilMs: number, promise: Promise<unknown>): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.at(untilMs, () => resolve(false))
    void promise.then(() => {
      cancel()
      resolve(true)
    })
  })
}
