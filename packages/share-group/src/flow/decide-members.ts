/** What the number of members depends on. */
export interface MemberLoad {
  /** What the user has chosen; `null`: left to the engine. */
  readonly wanted: number | null
  readonly members: number
  /** Share of the last while in which every member waited for records in work, nothing was queued, and not all of the concurrency was used. */
  readonly gatedShare: number
  /** For how long the member that was opened last has had nothing in hand, milliseconds. */
  readonly idleMs: number
}

const membersAtStart = 2
const mostMembers = 8
const gatedEnough = 0.1
const idleEnoughMs = 60_000

/** Members of a session before anything is known: what the user has chosen, or two. */
export const firstMembers = (wanted: number | null): number => wanted ?? membersAtStart

/** Members that a session should have: one more while records in work hold up all of them, one fewer where one has had nothing to do for a minute. */
export function decideMembers({ wanted, members, gatedShare, idleMs }: MemberLoad): number {
  if (wanted !== null) return wanted
  if (members < membersAtStart) return membersAtStart
  if (gatedShare >= gatedEnough && members < mostMembers) return members + 1
  if (idleMs >= idleEnoughMs && members > membersAtStart) return members - 1
  return members
}
