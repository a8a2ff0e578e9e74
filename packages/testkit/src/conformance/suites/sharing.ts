import { expect, it } from '@jest/globals'
import type { ClusterCapabilities } from '../conformance-cluster.js'
import type { OpenGroup } from '../describe-engine.js'
import { everyRecordOnce } from '../test-group.js'
import { waitFor } from '../wait-for.js'

/** Members that share partitions, groups that share topics, and what a session knows of itself. */
export function sharingSuite(openGroup: OpenGroup, broker: ClusterCapabilities): void {
  const itShares = broker.sharedPartitions ? it : it.skip

  itShares('shares one partition among members: all get work, each record is handled once', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const members = [1, 2, 3].map(() => group.open({ options: { members: 1 } }))
    await Promise.all(members.map((member) => member.hasJoined(1)))
    // one record at a time is in hand of a member until it is settled: so the next ones go to the others
    for (const member of members) member.settles = false
    await waitFor(
      'each member to have a record',
      async () => {
        if (group.delivered().length >= group.members.reduce((sum, { deliveries }) => sum + Math.min(1, deliveries.length), 0))
          await group.produce(1, 1, group.delivered().length)
        return members.every(({ deliveries }) => deliveries.length > 0)
      },
      () => members.map((member) => member.describe()).join(),
    )
    for (const member of members) {
      member.settles = true
      member.settleOpen()
    }
    const written = 1000
    await group.produce(1, 20, written)
    await waitFor(
      'the last one',
      () => members.some(({ deliveries }) => deliveries.some(({ value }) => value === `0:${written + 19}`)),
      () => members.map((member) => member.describe()).join(),
    )
    await Promise.all(members.map((member) => member.session.flush()))
    const offsets = group.delivered()
    expect(new Set(offsets).size).toBe(offsets.length)
  })

  it('keeps two groups on one topic apart', async () => {
    const [left, right] = [openGroup(), openGroup()]
    await left.createTopic(2)
    await right.configure()
    await left.produce(2, 10)
    const topics = [{ name: left.topic, pattern: false, initialOffset: { from: 'earliest' } as const }]
    const one = left.open()
    const other = right.open({ topics })
    one.decide = () => 'reject'
    other.decide = ({ deliveryCount }) => (deliveryCount === 1 ? 'release' : 'done')
    await Promise.all([one.hasDeliveries(20), other.hasDeliveries(40)])
    await Promise.all([one.session.flush(), other.session.flush()])
    expect(left.delivered().sort()).toEqual(everyRecordOnce(2, 10))
    expect(new Set(right.delivered()).size).toBe(20)
  })

  it('says what it knows of itself', async () => {
    const group = openGroup()
    await group.createTopic(2)
    const member = group.open({ options: { members: 2 } })
    expect(member.session.status()).toMatchObject({ state: 'joining', protocol: 'share', partitions: [] })
    await member.hasJoined(2)
    await waitFor(
      'both members',
      () => member.session.status().members === 2,
      () => member.describe(),
    )
    expect(member.session.status()).toMatchObject({ state: 'joined', protocol: 'share', steady: true, connected: true })
    expect(member.session.status().memberId).toEqual(expect.any(String))
    expect([member.session.control, member.session.transaction]).toEqual([null, null])
    await group.produce(2, 5)
    await member.hasDeliveries(10)
    const { partitions } = member.session.status()
    expect(partitions.map(({ partition }) => partition).toSorted((left, right) => left - right)).toEqual([0, 1])
    expect(partitions.every(({ topic, position, committed }) => topic === group.topic && position === null && committed === null)).toBe(
      true,
    )
    await member.close()
    expect(member.session.status()).toMatchObject({ state: 'closed', partitions: [] })
  })

  it('delivers a producer batch that is larger than any poll, as it is asked for', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 3000)
    const member = group.open({ options: { concurrency: 4, members: 1 } })
    member.takes = false
    await waitFor(
      'records',
      () => member.assigned.length > 0,
      () => member.describe(),
    )
    const few = member.session.take(7, 1 << 20)!
    let records = 0
    for (let at = 0; at < few.runs.length; at += 3) {
      records += few.runs[at + 2]!
      member.session.settle(few, few.runs[at + 1]!, few.runs[at + 1]! + few.runs[at + 2]!, 'done')
    }
    expect(records).toBe(7)
    member.takes = true
    member.drain()
    const different = (): number => new Set(group.delivered()).size
    await waitFor(
      'every record',
      () => different() === 2993,
      () => member.describe(),
    )
    await member.session.flush()
    // the embedded broker may end a share session at any time: what comes again was told as lost
    const isRepeated = group.delivered().length > different()
    expect(member.answers.some(({ type }) => type !== 'committed')).toBe(isRepeated)
  })
}
