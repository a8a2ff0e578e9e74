import { expect, it } from '@jest/globals'
import type { OpenGroup } from '../describe-engine.js'

/** What goes wrong outside, and is got over. */
export function troubleSuite(openGroup: OpenGroup, can: { readonly newTopics: boolean; readonly patterns: boolean }): void {
  const itNotices = can.newTopics ? it : it.skip
  const itMatches = can.patterns ? it : it.skip
  itNotices('consumes a topic that is created after it was opened', async () => {
    const group = openGroup()
    await group.configure()
    const existing = `${group.topic}-existing`
    await group.cluster.createTopic(existing, 1)
    const initialOffset = { from: 'earliest' } as const
    const names = [existing, group.topic]
    const member = group.open({ topics: names.map((name) => ({ name, pattern: false, initialOffset })) })
    await member.hasJoined(1)
    await group.createTopic(2)
    await member.hasJoined(3)
    await group.produce(2, 3)
    await member.hasDeliveries(6)
    expect(member.failures).toEqual([])
  })

  itMatches('consumes the topics of a pattern', async () => {
    const group = openGroup()
    await group.cluster.createTopic(`${group.topic}-a`, 1)
    await group.cluster.createTopic(`${group.topic}-b`, 1)
    const member = group.open({ topics: [{ name: `^${group.topic}-(?:a|b)$`, pattern: true, initialOffset: { from: 'earliest' } }] })
    await member.hasPartitions(2)
    await group.cluster.produce(`${group.topic}-b`, [{ partition: 0, value: 'x' }])
    await member.hasDeliveries(1)
    expect(member.deliveries[0]).toMatchObject({ topic: `${group.topic}-b`, value: 'x' })
  })
}
