import { it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** Ends of partitions, which a session knows where it has positions. */
export function endsSuite(openGroup: OpenGroup): void {
  it('says when it is at the end, each time', async () => {
    const group = openGroup()
    await group.createTopic(1)
    const member = group.open()
    await member.hasPartitions(1)
    await group.produce(1, 10)
    await member.hasDeliveries(10)
    const ends = member.ends.length
    await group.produce(1, 10, 10)
    await member.hasDeliveries(20)
    await waitFor(
      'the end',
      () => member.ends.length > ends && member.session.status().partitions[0]!.atEnd,
      () => member.describe(),
    )
  })
}
