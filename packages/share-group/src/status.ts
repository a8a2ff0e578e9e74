import type { PartitionStatus, SessionStatus } from '@samsa/contracts'
import type { Members } from './members.js'
import type { SessionScope } from './scope.js'
import type { Slots } from './slots.js'

/** The partitions of which records came. There are no positions in a share group, and nobody tells where a partition ends. */
export function partitionStatus(slots: Slots): PartitionStatus[] {
  return slots
    .all()
    .flatMap(({ id, topic, partition, live, isHeld }) =>
      live ? [{ slot: id, topic, partition, position: null, committed: null, end: null, atEnd: false, held: isHeld }] : [],
    )
}

/** What the members know of their group. */
export function membershipStatus(
  members: Members,
  { clock, limits }: SessionScope,
): Pick<SessionStatus, 'memberId' | 'members' | 'steady'> {
  const joined = members.all().filter(({ isJoined }) => isJoined)
  const nowMs = clock.now()
  const since = Math.min(...joined.map(({ joinedAtMs }) => joinedAtMs ?? nowMs))
  return {
    memberId: joined[0]?.driver.memberId() ?? null,
    members: joined.length,
    // share-partitions are made between a group's first two heartbeats
    steady: joined.length > 0 && nowMs - since >= 2 * limits.heartbeatMs,
  }
}
