import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { everyRecordOnce, type TestGroup } from '../test-group.js'
import type { TestMember } from '../test-member.js'
import { waitFor } from '../wait-for.js'

const balanced = (partitions: number, ...members: TestMember[]) => {
  const share = partitions / members.length
  return waitFor(
    `${partitions} partitions, ${share} each`,
    () => members.every((member) => member.live.length === share && member.session.status().state === 'joined'),
    () => members.map((member) => member.describe()).join(),
  )
}

const allDelivered = (group: TestGroup, count: number) =>
  waitFor(
    `${count} records`,
    () => new Set(group.delivered()).size >= count,
    () => group.members.map((member) => member.describe()).join(),
  )

/** Partitions move between members: nothing is missed, nothing is repeated when what runs is finished in time. */
export function rebalanceSuite(openGroup: OpenGroup): void {
  it('shares partitions with a member that joins, and takes them back when it leaves, under load', async () => {
    const group = openGroup()
    await group.createTopic(4)
    const first = group.open()
    await first.hasPartitions(4)
    await group.produce(4, 100)
    const second = group.open()
    await balanced(4, first, second)
    await group.produce(4, 100, 100)
    await allDelivered(group, 800)
    await second.close()
    await balanced(4, first)
    await group.produce(4, 100, 200)
    await allDelivered(group, 1200)
    expect(group.delivered().sort()).toEqual(everyRecordOnce(4, 300))
    expect([...first.lost, ...second.lost]).toEqual([])
    expect(group.members.flatMap(({ answers }) => answers.filter(({ type }) => type !== 'committed'))).toEqual([])
  })

  it('waits for what is in work before it gives a partition up', async () => {
    const group = openGroup()
    await group.createTopic(2)
    await group.produce(2, 10)
    const first = group.open({ drainMs: 30_000 })
    first.settles = false
    await first.hasDeliveries(20)
    const second = group.open()
    await waitFor(
      'a handover',
      () => first.handovers.length > 0,
      () => first.describe(),
    )
    const { slots } = first.handovers[0]!
    expect([...slots].every((slot) => first.session.partition(slot).live)).toBe(true)
    await group.produce(2, 5, 10)
    // 0 to 4 of each partition are settled in time, the rest is not
    first.surrenders = false
    for (const partition of [0, 1]) for (let offset = 0; offset < 5; offset++) first.settleOne(partition, offset)
    first.session.surrender(first.handovers[0]!)
    await waitFor(
      'the handover to end',
      () => first.revoked.length > 0,
      () => first.describe(),
    )
    first.surrenders = true
    await waitFor(
      'the other member to have a partition',
      () => second.live.length > 0,
      () => second.describe(),
    )
    const moved = second.partitions.map((name) => Number(name.split('/')[1]))
    await waitFor(
      'the rest',
      () => moved.every((partition) => second.deliveries.filter((one) => one.partition === partition).length >= 10),
      () => second.describe(),
    )
    for (const partition of moved) expect(second.deliveries.find((one) => one.partition === partition)!.offset).toBe(5)
  })

  it('gives a partition up at the deadline of the drain, and its late results are dropped', async () => {
    const group = openGroup()
    await group.createTopic(2)
    await group.produce(2, 5)
    const first = group.open({ drainMs: 300 })
    first.settles = false
    first.surrenders = false
    await first.hasDeliveries(10)
    const second = group.open()
    await waitFor(
      'the handover to end',
      () => first.revoked.length > 0,
      () => first.describe(),
    )
    const slot = first.revoked[0]!
    expect(first.session.partition(slot).live).toBe(false)
    first.settleOpen(slot)
    await waitFor(
      'the late result to be told',
      () => first.events.some((event) => event.type === 'dropped' && event.records === 5),
      () => first.describe(),
    )
    await waitFor(
      'the records to come again',
      () => second.deliveries.length >= 5,
      () => second.describe(),
    )
    first.settles = true
    first.surrenders = true
  })

  it('closes while others are still joining, and nothing that was settled comes again', async () => {
    const group = openGroup()
    await group.createTopic(6)
    await group.produce(6, 10)
    // in a classic group the slow member holds the join of the others up, and a commit waits behind that join
    const slow = 'heartbeat.interval.ms' in group.variant.kafka ? { 'heartbeat.interval.ms': '3000' } : {}
    const first = group.open({ options: { commitIntervalMs: 600_000 } })
    const second = group.open({ kafka: slow })
    await balanced(6, first, second)
    await allDelivered(group, 60)
    await Promise.all([first.session.flush(), second.session.flush()])
    const before = group.delivered().length
    first.settles = false
    await group.produce(6, 10, 10)
    await allDelivered(group, 120)
    const third = group.open()
    await waitFor(
      'a handover',
      () => first.handovers.length > 0,
      () => first.describe(),
    )
    first.settleOpen()
    await waitFor(
      'the handover to end',
      () => first.revoked.length > 0,
      () => first.describe(),
    )
    expect(await first.close()).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    await balanced(6, second, third)
    await group.produce(6, 1, 20)
    await allDelivered(group, 126)
    const repeated = group.delivered().length - 126 - (before - 60)
    expect(repeated).toBe(0)
  })
}
