import { expect, it } from '@jest/globals'
import type { Settlement } from '@samsa/contracts'
import type { ClusterCapabilities } from '../conformance-cluster.js'
import type { OpenGroup } from '../describe-engine.js'
import { countsOf, type TestGroup } from '../test-group.js'
import type { TestMember } from '../test-member.js'
import { waitFor } from '../wait-for.js'

/** Writes one more record and waits until it came: whatever was to come before it has come. */
export async function comesToTheEnd(group: TestGroup, member: TestMember, partition = 0): Promise<void> {
  const value = `end of ${partition} ${member.deliveries.length}`
  await group.cluster.produce(group.topic, [{ partition, value }])
  await waitFor(
    'the record behind all others',
    () => member.deliveries.some((one) => one.value === value),
    () => member.describe(),
  )
}

/** Waits until every settlement so far has its answer. */
async function answered(member: TestMember, records: number): Promise<void> {
  await member.session.flush()
  const ranges = member.answers.flatMap((answer) => answer.ranges)
  expect(ranges.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(records)
}

const ways: readonly Settlement[] = ['done', 'release', 'reject']

/** How single records end, and what the broker makes of it. */
export function outcomesSuite(openGroup: OpenGroup, broker: ClusterCapabilities): void {
  const itShares = broker.sharedPartitions ? it : it.skip

  it('accepts: a record that is done is not delivered again, and its answer says so', async () => {
    const group = openGroup()
    await group.createTopic(2)
    await group.produce(2, 20)
    const first = group.open()
    await first.hasDeliveries(40)
    await answered(first, 40)
    expect(first.answers.every(({ type, error }) => type === 'committed' && error === null)).toBe(true)
    expect(first.answers.flatMap(({ ranges }) => ranges).every(({ as }) => as === 'done')).toBe(true)
    expect(await first.close()).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    const second = group.open()
    for (const partition of [0, 1]) await comesToTheEnd(group, second, partition)
    expect(second.deliveries.length).toBe(2)
  })

  it('releases: the record comes again, and each delivery is counted', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 10)
    const member = group.open()
    member.decide = ({ deliveryCount }) => (deliveryCount! < 3 ? 'release' : 'done')
    await member.hasDeliveries(30)
    await answered(member, 30)
    for (let offset = 0; offset < 10; offset++) expect(countsOf(group, 0, offset)).toEqual([1, 2, 3])
    const released = member.answers.flatMap(({ ranges }) => ranges).filter(({ as }) => as === 'release')
    expect(released.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(20)
    member.decide = () => 'done'
    await comesToTheEnd(group, member)
    expect(member.deliveries.length).toBe(31)
  })

  itShares('releases to another member, while the one that had it is busy', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const first = group.open({ options: { members: 1 } })
    await first.hasJoined(1)
    first.decide = ({ offset }) => (offset === 0 ? 'release' : null)
    await group.produce(1, 2)
    await first.hasDeliveries(2)
    const second = group.open({ options: { members: 1 } })
    await second.hasDeliveries(1)
    expect(second.deliveries[0]).toMatchObject({ partition: 0, offset: 0, deliveryCount: 2 })
    first.settleOpen()
    await Promise.all([first.session.flush(), second.session.flush()])
    expect(countsOf(group, 0, 1)).toEqual([1])
  })

  it('rejects: the record is archived', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 10)
    const first = group.open()
    first.decide = ({ offset }) => (offset % 2 === 0 ? 'reject' : 'done')
    await first.hasDeliveries(10)
    await answered(first, 10)
    expect(first.answers.flatMap(({ ranges }) => ranges).filter(({ as }) => as === 'reject').length).toBe(5)
    await first.close()
    const second = group.open()
    await comesToTheEnd(group, second)
    expect(second.deliveries.length).toBe(1)
  })

  it('settles one batch in several ways, over partitions and topics', async () => {
    const group = openGroup()
    await group.createTopic(2)
    const other = `${group.topic}-other`
    await group.cluster.createTopic(other, 2)
    const names = [group.topic, other]
    for (const name of names) {
      const records = Array.from({ length: 60 }, (_, n) => ({ partition: n % 2, value: `${n}` }))
      await group.cluster.produce(name, records)
    }
    const initialOffset = { from: 'earliest' } as const
    const member = group.open({ topics: names.map((name) => ({ name, pattern: false, initialOffset })) })
    member.decide = ({ offset, deliveryCount }) => (deliveryCount! > 1 ? 'done' : ways[offset % 3]!)
    await member.hasDeliveries(160)
    await answered(member, 160)
    for (const topic of names) {
      for (const partition of [0, 1])
        for (let offset = 0; offset < 30; offset++)
          expect(countsOf(group, partition, offset, topic)).toEqual(ways[offset % 3] === 'release' ? [1, 2] : [1])
    }
  })

  it('knows the delivery limit: what is released at its last delivery does not come again', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 6)
    const member = group.open()
    member.decide = ({ offset }) => (offset < 3 ? 'release' : 'done')
    await member.hasDeliveries(3 * 5 + 3)
    await member.session.flush()
    await comesToTheEnd(group, member)
    for (let offset = 0; offset < 3; offset++) expect(countsOf(group, 0, offset)).toEqual([1, 2, 3, 4, 5])
    expect(new Set(member.limits)).toEqual(new Set([5]))
  })
}
