import { expect, it } from '@jest/globals'
import type { GivenBack } from '@samsa/contracts'
import type { ClusterCapabilities } from '../conformance-cluster.js'
import type { OpenGroup } from '../describe-engine.js'
import { countsOf } from '../test-group.js'
import type { TestMember } from '../test-member.js'
import { waitFor } from '../wait-for.js'

const lockMs = 2_000

/** What a session gave back unstarted. */
export function givenBack(member: TestMember): readonly GivenBack[] {
  return member.events.filter((event) => event.type === 'given-back')
}

/** How many records. */
export const recordsOf = (ranges: readonly { readonly records: number }[]): number => ranges.reduce((sum, { records }) => sum + records, 0)

/** Locks end: what is in work is told before and then, late results do not count, and nothing healthy suffers. */
export function locksSuite(openGroup: OpenGroup, broker: ClusterCapabilities): void {
  const itLimits = broker.deliveryLimits ? it : it.skip

  it('tells of the end before it comes, drops a late result, and leaves the neighbours alone', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs })
    await group.produce(1, 10)
    const member = group.open()
    member.decide = ({ offset, deliveryCount }) => (offset === 4 && deliveryCount === 1 ? null : 'done')
    await member.hasDeliveries(10)
    await waitFor(
      'the end of the lock to be near',
      () => member.expiring.length > 0,
      () => member.describe(),
    )
    expect(member.expiring).toEqual(['0:4'])
    expect(member.expired).toEqual([])
    await waitFor(
      'the end of the lock',
      () => member.expired.length > 0,
      () => member.describe(),
    )
    expect(member.expired).toEqual(['0:4'])
    member.settleOpen()
    await waitFor('the late result to be counted', () =>
      member.events.some((event) => event.type === 'dropped' && event.records === 1 && event.reason === 'expired-lease'),
    )
    await member.hasDeliveries(11)
    expect(countsOf(group, 0, 4)).toEqual([1, 2])
    await member.session.flush()
    expect(member.answers.filter(({ type }) => type !== 'committed')).toEqual([])
    expect(await member.close()).toMatchObject({ unsettled: 0, unanswered: 0 })
    const second = group.open()
    await group.produce(1, 1, 10)
    await second.hasDeliveries(1)
    expect(second.deliveries.map(({ offset }) => offset)).toEqual([10])
  })

  it('sends a release between the warning and the end of the lock, and drops what is done', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs: 10_000 })
    await group.produce(1, 4)
    const member = group.open()
    member.decide = ({ deliveryCount }) => (deliveryCount === 1 ? null : 'done')
    await member.hasDeliveries(4)
    await waitFor(
      'the end of the lock to be near',
      () => member.expiring.length === 4,
      () => member.describe(),
    )
    member.settleOne(0, 1)
    for (const offset of [0, 2, 3]) member.settleOne(0, offset, 'release')
    await waitFor(
      'the result to be dropped',
      () => member.events.some((event) => event.type === 'dropped' && event.records === 1),
      () => member.describe(),
    )
    await member.hasDeliveries(8)
    for (let offset = 0; offset < 4; offset++) expect(countsOf(group, 0, offset)).toEqual([1, 2])
  })

  it('gives back what nobody takes before its lock ends, and it comes again', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs })
    await group.produce(1, 30)
    const member = group.open()
    member.takes = false
    await waitFor(
      'everything to be given back',
      () => recordsOf(givenBack(member)) >= 30,
      () => member.describe(),
    )
    expect(givenBack(member).every(({ reason, deliveryCount }) => reason === 'lock-end' && deliveryCount >= 1)).toBe(true)
    member.takes = true
    member.drain()
    await waitFor(
      'all records',
      () => new Set(group.delivered()).size === 30,
      () => member.describe(),
    )
    expect(member.deliveries.every(({ deliveryCount }) => deliveryCount! > 1)).toBe(true)
    expect(group.delivered().length).toBe(30)
  })

  itLimits('gives nothing back at its last delivery: it is taken in time, or told as starved', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs, deliveryLimit: 2 })
    await group.produce(1, 20)
    const member = group.open()
    member.decide = ({ deliveryCount }) => (deliveryCount === 1 ? 'release' : null)
    await member.hasDeliveries(20)
    member.takes = false
    const starved = () => member.events.filter((event) => event.type === 'starved')
    await waitFor(
      'each to be starved or taken',
      () => starved().length + member.deliveries.length - 20 >= 20,
      () => member.describe(),
    )
    const told = starved().map(({ partition, offset }) => `${partition}:${offset}`)
    expect(new Set(told).size).toBe(told.length)
    expect(starved().every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    const taken = member.deliveries.slice(20).map(({ partition, offset }) => `${partition}:${offset}`)
    expect(new Set([...told, ...taken]).size).toBe(20)
    expect(givenBack(member)).toEqual([])
  })

  itLimits('hands over what nobody took at its last delivery before its lock ends: what is done then counts', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs: 5000, deliveryLimit: 2 })
    await group.produce(1, 20)
    const member = group.open()
    member.decide = ({ deliveryCount }) => (deliveryCount === 1 ? 'release' : 'done')
    await member.hasDeliveries(20)
    member.takes = false
    member.saves = true
    const taken = () => member.deliveries.slice(20).map(({ partition, offset }) => `${partition}:${offset}`)
    await waitFor(
      'each to be saved or taken',
      () => member.saved.length + taken().length >= 20,
      () => member.describe(),
    )
    expect(member.session.takeLast()).toBeNull()
    await member.session.flush()
    expect(new Set([...member.saved, ...taken()]).size).toBe(20)
    if (member.saved.length > 0) expect(member.starving).toBeGreaterThan(0)
    expect(member.events.filter(({ type }) => type === 'starved' || type === 'dropped')).toEqual([])
    const done = member.answers.filter(({ ranges }) => ranges.some(({ as }) => as === 'done'))
    expect(done.filter(({ type }) => type !== 'committed')).toEqual([])
    expect(await member.close()).toMatchObject({ unsettled: 0, unanswered: 0 })
  })

  it('goes on beside records that wait for another attempt', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs: 30_000 })
    await group.produce(1, 10)
    const member = group.open({ options: { members: 1 } })
    member.decide = ({ offset }) => (offset === 3 ? null : 'done')
    await member.hasDeliveries(10)
    member.doOne(0, 3, 'waiting')
    member.doOne(0, 3, 'working')
    member.doOne(0, 3, 'held')
    member.settleOne(0, 3)
    await member.session.flush()
    expect(member.answers.filter(({ type }) => type !== 'committed')).toEqual([])
    await group.produce(1, 10, 10)
    await member.hasDeliveries(20)
    expect(new Set(group.delivered()).size).toBe(20)
    expect(await member.close()).toMatchObject({ unsettled: 0, unanswered: 0 })
  })

  it('does not let a record that never ends block its member', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs })
    await group.produce(1, 3)
    const member = group.open({ options: { members: 1 } })
    member.decide = ({ offset, deliveryCount }) => (offset === 1 && deliveryCount === 1 ? null : 'done')
    await member.hasDeliveries(3)
    await group.produce(1, 20, 3)
    await waitFor(
      'the others',
      () => new Set(group.delivered()).size === 23,
      () => member.describe(),
    )
    await waitFor(
      'the one that did not end to come again',
      () => countsOf(group, 0, 1).length === 2,
      () => member.describe(),
    )
  })
}
