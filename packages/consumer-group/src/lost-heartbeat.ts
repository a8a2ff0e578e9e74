import { SamsaError, type Cancel } from '@samsa/contracts'
import type { AppliedAssignment } from './assignment/applied.js'
import type { DriverEventOf, DriverMember, TopicPartition } from './driver.js'
import { subscribedNames } from './opening.js'
import type { SessionScope } from './scope.js'

const betweenChecksMs = 3000
const describeTimeoutMs = 5000
// what is on its way needs a heartbeat or two to arrive: only what stays different was lost
const differencesNeeded = 2

/**
 * Finds out whether a KIP-848 member missed a change of its assignment, and joins anew if so.
 *
 * A broker puts a changed assignment into one heartbeat answer. Where librdkafka times that heartbeat out, the answer is dropped and the next heartbeat is no full
 * one, so the broker does not repeat it (2.15.1, `rd_kafka_cgrp_handle_ConsumerGroupHeartbeat`: only REFRESH errors set SEND_FULL_REQUEST): the member keeps partitions
 * that others wait for, until max.poll.interval.ms is over. Can go when a timed-out heartbeat is followed by a full one.
 *
 * idle → suspicious (a heartbeat timed out) → idle, or joining anew (what the coordinator says stays different)
 */
export class LostHeartbeat {
  readonly #scope: SessionScope
  readonly #applied: AppliedAssignment
  #differences = 0
  #isOver = false
  #plan: Cancel | null = null

  constructor(scope: SessionScope, applied: AppliedAssignment) {
    this.#scope = scope
    this.#applied = applied
  }

  /** Looks at a log line: librdkafka reports timed-out requests nowhere else. */
  read(event: DriverEventOf<'log'>): void {
    if (event.facility !== 'REQTMOUT' || !event.text.includes('ConsumerGroupHeartbeatRequest')) return
    this.#differences = 0
    this.#check()
  }

  /** The session ends. */
  stop(): void {
    this.#isOver = true
    this.#plan?.()
  }

  #check(): void {
    if (this.#plan !== null || this.#isOver) return
    const { clock } = this.#scope
    this.#plan = clock.at(clock.now() + betweenChecksMs, () => {
      this.#plan = null
      void this.#compare()
    })
  }

  async #compare(): Promise<void> {
    if (this.#applied.isAsked) return this.#check()
    const { driver, subscription } = this.#scope
    let member: DriverMember | undefined
    try {
      const [group] = await driver.describeGroups([subscription.group], { timeoutMs: describeTimeoutMs })
      member = group?.members.find(({ memberId }) => memberId === driver.memberId())
    } catch {
      // the broker that timed out may still be away: asked again
      return this.#check()
    }
    if (this.#isOver || member === undefined || !isBehind(this.#applied.partitions, member)) return
    this.#differences++
    if (this.#differences < differencesNeeded || this.#applied.isAsked) this.#check()
    else await this.#joinAnew()
  }

  /** Leaves and joins: the revocation drains and commits as any other. */
  async #joinAnew(): Promise<void> {
    const { driver, subscription, trouble } = this.#scope
    const text = `group ${subscription.group}: a heartbeat timed out and took a change of the assignment with it`
    trouble(
      new SamsaError('SAMSA_GROUP_FAILED', `${text}: the member leaves the group and joins it anew`, {
        retryable: true,
        details: { group: subscription.group, kafka: 'heartbeat' },
      }),
    )
    this.#differences = 0
    const revoked = this.#applied.whenNextAnswered()
    try {
      driver.unsubscribe()
      if (this.#applied.partitions.length > 0) await revoked
      if (!this.#isOver) driver.subscribe(subscribedNames(this.#scope))
    } catch (thrown) {
      if (!this.#isOver)
        this.#scope.fail(
          thrown instanceof SamsaError ? thrown : new SamsaError('SAMSA_GROUP_FAILED', text, { retryable: true, cause: thrown }),
        )
    }
  }
}

/** Whether the member has what it is to give up, or lacks what the coordinator gave it. What it only waits for is not given yet. */
function isBehind(own: readonly TopicPartition[], { assignment, target }: DriverMember): boolean {
  return target !== null && (hasMore(own, target) || hasMore(assignment, own))
}

function hasMore(list: readonly TopicPartition[], than: readonly TopicPartition[]): boolean {
  const names = new Set(than.map(({ topic, partition }) => `${topic}/${partition}`))
  return list.some(({ topic, partition }) => !names.has(`${topic}/${partition}`))
}
