import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** A member stays in its group whatever its handlers do, and says so when it did not. */
export function membershipSuite(openGroup: OpenGroup): void {
  it('stays a member while a handler runs longer than max.poll.interval.ms', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 3)
    const member = group.open({ kafka: { 'max.poll.interval.ms': '6000' } })
    member.settles = false
    await member.hasDeliveries(3)
    const startedMs = member.clock.now()
    await waitFor('two intervals', () => member.clock.now() - startedMs > 12_000)
    expect(member.lost).toEqual([])
    member.settleOpen()
    await member.session.flush()
    expect(await group.committed(0)).toBe(3)
    expect(member.deliveries.length).toBe(3)
  })

  it('tells what it lost when the event loop was blocked, and goes on', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 3)
    const member = group.open({ kafka: { 'max.poll.interval.ms': '6000' } })
    member.settles = false
    await member.hasDeliveries(3)
    const [slot] = member.live as [number]
    const untilMs = performance.now() + 8000
    while (performance.now() < untilMs);
    await waitFor(
      'the loss',
      () => member.lost.length > 0,
      () => member.describe(),
    )
    expect(member.lost[0]).toMatchObject({ slots: [slot], cause: { code: 'SAMSA_PARTITION_LOST' } })
    expect(member.session.partition(slot).live).toBe(false)
    expect(member.events.some((event) => event.type === 'trouble' && event.error.code === 'SAMSA_GROUP_FAILED')).toBe(true)
    member.settles = true
    await waitFor(
      'the records to come again',
      () => member.deliveries.length >= 6,
      () => member.describe(),
    )
    expect(member.deliveries[3]!.slot).not.toBe(slot)
  })
}
