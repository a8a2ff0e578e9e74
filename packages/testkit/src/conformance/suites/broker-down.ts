import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** The broker goes away and comes back. */
export function brokerDownSuite(openGroup: OpenGroup): void {
  it('goes on after the connections were cut: nothing missing', async () => {
    const group = openGroup()
    await group.createTopic(2)
    await group.produce(2, 20)
    const member = group.open()
    await member.hasDeliveries(40)
    await group.cluster.down()
    await waitFor(
      'the loss of the broker to be told',
      () => !member.session.status().connected,
      () => member.describe(),
    )
    const troubles = member.events.filter(({ type }) => type === 'trouble').length
    expect(troubles).toBeLessThan(20)
    await group.cluster.up()
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
    await waitFor(
      'the commit',
      async () => (await group.committed(0)) === 40 && (await group.committed(1)) === 40,
      () => member.describe(),
    )
  })

  it('closes in time while the broker is away, and says what got no answer', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.produce(1, 5)
    const member = group.open({ options: { commitIntervalMs: 600_000 } })
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
      expect(report).toEqual({ unsettled: 2, unanswered: 3, hung: false })
      expect(performance.now() - startedMs).toBeLessThan(20_000)
      expect(member.answers.at(-1)).toMatchObject({ type: 'unknown', ranges: [{ partition: 0, from: 0, to: 3 }] })
    } finally {
      await group.cluster.up()
    }
  })
}
