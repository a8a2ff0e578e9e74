import { expect, it } from '@jest/globals'
import type { ClusterCapabilities } from '../conformance-cluster.js'
import type { OpenGroup } from '../describe-engine.js'
import { countsOf } from '../test-group.js'
import { waitFor } from '../wait-for.js'
import { givenBack, recordsOf } from './locks.js'

/** A session that stops gives back what it has not started, at once: locks in these tests are longer than any wait. */
export function givingBackSuite(openGroup: OpenGroup, broker: ClusterCapabilities): void {
  const itLimits = broker.deliveryLimits ? it : it.skip
  const itSettles = broker.settlesAfterLeaving ? it : it.skip
  const lockMs = 60_000

  itSettles('gives back what is not taken when it is quiet', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs })
    await group.produce(1, 30)
    const first = group.open()
    first.takes = false
    await waitFor(
      'records',
      () => first.assigned.length > 0,
      () => first.describe(),
    )
    const some = first.session.take(10, 1 << 20)!
    first.session.quiet()
    await waitFor(
      'the rest to be given back',
      () => recordsOf(givenBack(first)) === 20,
      () => first.describe(),
    )
    expect(givenBack(first).every(({ reason, deliveryCount }) => reason === 'stop' && deliveryCount === 1)).toBe(true)
    expect(first.session.take(10, 1 << 20)).toBeNull()
    const second = group.open()
    await second.hasDeliveries(20)
    expect(second.deliveries.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    for (let at = 0; at < some.runs.length; at += 3) {
      first.session.settle(some, some.runs[at + 1]!, some.runs[at + 1]! + some.runs[at + 2]!, 'done')
    }
    await first.session.flush()
    const done = first.answers.filter(({ ranges }) => ranges.some(({ as }) => as === 'done'))
    expect(done.map(({ type, error }) => [type, error?.message])).toEqual([['committed', undefined]])
    expect(await first.close()).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    await group.produce(1, 1, 30)
    await second.hasDeliveries(21)
    expect(group.delivered().length).toBe(21)
  })

  it('gives back what is not settled when it closes', async () => {
    const group = openGroup()
    await group.createTopic(2, { lockMs })
    await group.produce(2, 10)
    const first = group.open()
    first.decide = ({ offset }) => (offset < 5 ? 'done' : null)
    await first.hasDeliveries(20)
    await first.session.flush()
    expect(await first.close()).toEqual({ unsettled: 10, unanswered: 0, hung: false })
    const second = group.open()
    await second.hasDeliveries(10)
    for (const partition of [0, 1])
      for (let offset = 0; offset < 10; offset++) expect(countsOf(group, partition, offset)).toEqual(offset < 5 ? [1] : [1, 2])
  })

  itLimits('goes on to deliver what is at its last delivery when it is quiet', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs, deliveryLimit: 2 })
    await group.produce(1, 10)
    const member = group.open()
    member.decide = ({ deliveryCount }) => (deliveryCount === 1 ? 'release' : 'done')
    member.takes = false
    const takeAll = () => {
      member.takes = true
      member.drain()
      member.takes = false
    }
    await waitFor(
      'all to be released once',
      () => {
        if (member.deliveries.length < 10) takeAll()
        return member.deliveries.length >= 10
      },
      () => member.describe(),
    )
    member.session.quiet()
    await waitFor(
      'each that came again to be delivered',
      () => {
        takeAll()
        return member.deliveries.length === 10 || member.deliveries.length === 20
      },
      () => member.describe(),
    )
    expect(givenBack(member).filter(({ deliveryCount }) => deliveryCount >= 2)).toEqual([])
    expect(member.events.filter(({ type }) => type === 'starved')).toEqual([])
  })

  it('answers a flush that has nothing to wait for, and one after each settlement', async () => {
    const group = openGroup()
    await group.createTopic(1, { lockMs })
    const member = group.open()
    member.settles = false
    await member.session.flush()
    await group.produce(1, 3)
    await member.hasDeliveries(3)
    for (const offset of [2, 0, 1]) {
      member.settleOne(0, offset)
      await member.session.flush()
      expect(member.answers.at(-1)).toMatchObject({
        type: 'committed',
        ranges: [{ partition: 0, from: offset, to: offset + 1, as: 'done' }],
      })
    }
  })
}
