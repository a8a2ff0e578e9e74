import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** Records of transactions: aborted ones are not delivered, and positions pass what lies between. */
export function transactionsSuite(openGroup: OpenGroup): void {
  it('delivers committed transactions only, and its position reaches the end', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const produce = group.cluster.produceInTransaction!
    await produce(group.topic, [{ partition: 0, value: 'a' }], 'commit')
    await produce(group.topic, [{ partition: 0, value: 'b' }], 'abort')
    await produce(group.topic, [{ partition: 0, value: 'c' }], 'commit')
    await produce(group.topic, [{ partition: 0, value: 'd' }], 'abort')
    const member = group.open()
    await member.hasDeliveries(2)
    expect(member.deliveries.map(({ value }) => value)).toEqual(['a', 'c'])
    // four records and a marker for each transaction
    await waitFor(
      'the end',
      async () => (await group.committed(0)) === 8,
      () => member.describe(),
    )
    expect(member.session.status().partitions[0]).toMatchObject({ position: 8, atEnd: true })
    expect(member.answers.every(({ type }) => type === 'committed')).toBe(true)
  })

  it('delivers aborted ones too where they are asked for', async () => {
    const group = openGroup()
    await group.createTopic(1)
    await group.cluster.produceInTransaction!(group.topic, [{ partition: 0, value: 'a' }], 'abort')
    const member = group.open({ isolation: 'read_uncommitted' })
    await member.hasDeliveries(1)
  })
}
