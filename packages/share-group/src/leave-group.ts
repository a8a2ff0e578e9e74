import type { Clock } from '@samsa/contracts'
import type { Member } from './member.js'

const leastReleaseMs = 250

/** How a member left. */
export interface Leave {
  /** Whether the library let go in time; if not, the handle is abandoned. */
  readonly isReleased: boolean
  /** Records whose acknowledgement got no answer. */
  readonly unanswered: number
}

/**
 * Leaves the group and lets go of the handle; each step within its share of the time that is left. Never rejects.
 *
 * @param isFatal whether the library gave up for good: then there is no group to leave
 */
export async function leaveGroup(member: Member, clock: Clock, deadlineMs: number, isFatal: boolean): Promise<Leave> {
  const { driver } = member
  member.isLeaving = true
  if (!isFatal && beginClose(member)) {
    const leftMs = Math.max(0, deadlineMs - clock.now())
    await within(clock, clock.now() + leftMs * 0.75, member.closed)
    member.acknowledgements.takeResults()
  }
  const { unanswered } = member.acknowledgements
  member.acknowledgements.giveUpAll()
  const released = driver.destroy().then(
    () => true,
    () => false,
  )
  const isReleased = await within(clock, Math.max(deadlineMs, clock.now() + leastReleaseMs), released)
  if (isReleased !== true) driver.unref()
  return { isReleased: isReleased === true, unanswered }
}

function beginClose({ driver }: Member): boolean {
  try {
    driver.close()
    return true
  } catch {
    // a handle that cannot leave any more: letting go of it is all that is left
    return false
  }
}

/** What `promise` was fulfilled with before `untilMs`; `null`: it was not. */
export function within<T>(clock: Clock, untilMs: number, promise: Promise<T>): Promise<T | null> {
  return new Promise((resolve) => {
    const cancel = clock.at(untilMs, () => resolve(null))
    void promise.then((value) => {
      cancel()
      resolve(value)
    })
  })
}
