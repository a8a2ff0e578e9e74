import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { everyRecordOnce } from '../test-group.js'
import { waitFor } from '../wait-for.js'

/** Records arrive, once, unchanged; what is settled does not come again, what is not does. */
export function deliverySuite(openGroup: OpenGroup): void {
  it('delivers every record once, with its value', async () => {
    const group = openGroup()
    await group.createTopic(3)
    await group.produce(3, 50)
    const member = group.open()
    await member.hasDeliveries(150)
    expect(group.delivered().sort()).toEqual(everyRecordOnce(3, 50))
    for (const { partition, offset, value } of member.deliveries) expect(value).toBe(`${partition}:${offset}`)
    expect(member.failures).toEqual([])
  })

  it('delivers what is written while it runs', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const member = group.open()
    await member.hasJoined(1)
    for (const from of [0, 10]) {
      await group.produce(1, 10, from)
      await member.hasDeliveries(from + 10)
    }
  })

  it('begins after a restart with what was not settled', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 20)
    const first = group.open()
    first.settles = false
    await first.hasDeliveries(20)
    for (let offset = 0; offset < 12; offset++) first.settleOne(0, offset)
    await first.session.flush()
    const report = await first.close()
    expect(report).toEqual({ unsettled: 8, unanswered: 0, hung: false })
    const second = group.open()
    await second.hasDeliveries(8)
    expect(second.deliveries.map(({ offset }) => offset).sort((a, b) => a - b)).toEqual([12, 13, 14, 15, 16, 17, 18, 19])
  })

  it('commits what is settled when it closes', async () => {
    const group = openGroup()
    await group.createTopic(2)
    await group.produce(2, 5)
    const first = group.open()
    await first.hasDeliveries(10)
    expect(await first.close()).toEqual({ unsettled: 0, unanswered: 0, hung: false })
    await group.produce(2, 1, 5)
    const second = group.open()
    await second.hasDeliveries(2)
    expect(second.deliveries.map(({ offset }) => offset)).toEqual([5, 5])
  })

  it('takes nothing more once it is quiet, and keeps its assignment', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const member = group.open()
    await member.hasJoined(1)
    member.session.quiet()
    await group.produce(1, 5)
    const other = group.open({ options: {} })
    await waitFor(
      'the other member to join',
      () => other.session.status().state === 'joined',
      () => other.describe(),
    )
    expect(member.deliveries).toEqual([])
    expect(member.session.take(10, 1000)).toBeNull()
  })
}
