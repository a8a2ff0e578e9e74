import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** The broker goes away and comes back, with records that are settled one by one. */
export function unansweredSuite(openGroup: OpenGroup): void {
  it('goes on after the connections were cut: nothing missing', async () => {
    const group = openGroup()
    await group.createTopic(2)
    await group.produce(2, 20)
    const member = group.open()
    await member.hasDeliveries(40)
    await member.session.flush()
    await group.cluster.down()
    try {
      await waitFor(
        'the loss of the broker to be told',
        () => !member.session.status().connected,
        () => member.describe(),
      )
      expect(member.events.filter(({ type }) => type === 'trouble').length).toBeLessThan(20)
    } finally {
      await group.cluster.up()
    }
    await waitFor(
      'the broker to be back',
      () => member.session.status().connected,
      () => member.describe(),
    )
    await group.produce(2, 20, 20)
    await waitFor(
      'all records',
      () => new Set(group.delivered()).size === 80,
      () => member.describe(),
    )
    expect(member.failures).toEqual([])
    await member.session.flush()
  }, 150_000)

  it('answers what is settled while the broker is away: lost or unknown, and the records come again', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 5)
    const member = group.open()
    member.decide = ({ deliveryCount }) => (deliveryCount === 1 ? null : 'done')
    await member.hasDeliveries(5)
    await group.cluster.down()
    let answered = Promise.resolve()
    try {
      await waitFor(
        'the loss of the broker to be told',
        () => !member.session.status().connected,
        () => member.describe(),
      )
      for (const offset of [0, 1, 2]) member.settleOne(0, offset)
      answered = member.session.flush()
    } finally {
      await group.cluster.up()
    }
    await answered
    const unsure = member.answers.filter(({ type }) => type !== 'committed')
    for (const answer of unsure) expect(answer.error).toMatchObject({ code: expect.stringContaining('SAMSA_') })
    const ranges = member.answers.flatMap((answer) => answer.ranges)
    expect(ranges.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(3)
    member.settleOpen(null, 'release')
    await member.hasDeliveries(5 + 2)
    expect(member.failures).toEqual([])
  }, 150_000)

  it('closes in time while the broker is away, and says what got no answer', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 5)
    const member = group.open()
    member.settles = false
    await member.hasDeliveries(5)
    await member.session.flush()
    await group.cluster.down()
    try {
      await waitFor(
        'the loss of the broker to be told',
        () => !member.session.status().connected,
        () => member.describe(),
      )
      for (const offset of [0, 1, 2]) member.settleOne(0, offset)
      const startedMs = performance.now()
      const report = await member.close(3000)
      expect(report.unsettled).toBe(2)
      expect(performance.now() - startedMs).toBeLessThan(20_000)
      // told when the connection was lost, or counted at the end: never both, never neither
      const unsure = member.answers.filter(({ type }) => type !== 'committed').flatMap(({ ranges }) => ranges)
      expect(unsure.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(3)
    } finally {
      await group.cluster.up()
    }
  })
}
