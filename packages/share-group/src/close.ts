import type { CloseReport } from '@samsa/contracts'
import { leaveGroup, within } from './leave-group.js'
import { starve } from './lock/lock-watch.js'
import type { Members } from './members.js'
import type { Quieting } from './quieting.js'
import type { SessionScope } from './scope.js'
import type { AnswerWaits } from './settlement/await-answers.js'

// an answer takes milliseconds; what takes longer than this is a broker that does not answer
const longestAnswerMs = 5000

/** What a session hands over when it ends. */
export interface ClosingParts {
  readonly scope: SessionScope
  readonly members: Members
  readonly waits: AnswerWaits
  readonly quieting: Quieting
  /** Whether the library gave up for good: then there is no group to leave. */
  readonly isFatal: boolean
  /** Nothing is settled from here on. */
  readonly stop: () => void
}

/** Ends a session: the answers to what is settled, then leave the group, then let go of the handles; each step within its share of the time that is left. */
export async function endSession(parts: ClosingParts, deadlineMs: number, maySettle: boolean): Promise<CloseReport> {
  const { scope, members, waits, quieting } = parts
  const { clock, queue, meter } = scope
  // nobody is told anything inside the call that ends the session
  await Promise.resolve()
  const list = members.all()
  if (maySettle) {
    // a member that leaves gives back all it has, which a fetch of another one may take
    if (meter.queued + meter.inWork + meter.waiting > 0)
      await within(clock, clock.now() + Math.max(0, deadlineMs - clock.now()) * 0.25, quieting.done)
    quieting.finish()
    for (const batch of queue.all()) starve(batch, 'healthy', scope)
    for (const member of list) member.flush()
    const answerMs = Math.min(longestAnswerMs, Math.max(0, deadlineMs - clock.now()) * 0.5)
    await waits.until(
      list.map(({ acknowledgements }) => acknowledgements),
      clock,
      clock.now() + answerMs,
    )
  }
  const unsettled = meter.inWork + meter.waiting
  parts.stop()
  const left = await Promise.all([...list.map((member) => leaveGroup(member, clock, deadlineMs, parts.isFatal)), ...members.leaving])
  const unanswered = left.reduce((sum, one) => sum + one.unanswered, 0)
  return { unsettled, unanswered, hung: left.some(({ isReleased }) => !isReleased) }
}
