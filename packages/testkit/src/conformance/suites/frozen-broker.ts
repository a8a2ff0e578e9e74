import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'
import { waitFor } from '../wait-for.js'

/** The broker stands still for longer than heartbeats wait, in the middle of a rebalance: what it said meanwhile may be lost. */
export function frozenBrokerSuite(openGroup: OpenGroup): void {
  it('shares partitions in the end, well before max.poll.interval.ms', async () => {
    const group = openGroup()
    await group.createTopic(2)
    await group.produce(2, 5)
    const first = group.open()
    await first.hasDeliveries(10)
    const second = group.open()
    await waitFor(
      'the connection',
      () => second.session.status().connected,
      () => second.describe(),
    )
    await group.cluster.freeze!(1500)
    await waitFor(
      'one partition each',
      () => first.live.length === 1 && second.live.length === 1,
      () => `${first.describe()} ${second.describe()}`,
    )
    await group.produce(2, 5, 5)
    await waitFor(
      'all records',
      () => new Set(group.delivered()).size === 20,
      () => `${first.describe()} ${second.describe()}`,
    )
    expect([...first.failures, ...second.failures]).toEqual([])
  })
}
