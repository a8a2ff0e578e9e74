import { topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup } from './consumer-group.js'
import { selectRoutes } from './select-routes.js'
import { compileWithBrokers } from './testing/compile-with-brokers.js'

class Nothing {
  consume() {}
}
const { plan } = compileWithBrokers([
  consumerGroup('a', (group) => {
    group.topic([topic('orders'), topic('refunds')], { consumer: Nothing })
    group.topic(topics(/^eu\./), { consumer: Nothing })
  }),
  consumerGroup('b', (group) => group.topic(topic('orders'), { consumer: Nothing })),
])
const ids = (selection: Parameters<typeof selectRoutes>[1]): readonly string[] =>
  selectRoutes(plan, selection).plan.groups.flatMap((group) => group.topics.map((route) => route.id))

describe('selectRoutes', () => {
  it('leaves the routes of the groups and topics that were asked for', () => {
    expect(ids({})).toEqual(['a/orders+refunds', 'a//^eu\\./', 'b/orders'])
    expect(ids({ groups: ['b'] })).toEqual(['b/orders'])
    expect(ids({ topics: ['orders'] })).toEqual(['a/orders+refunds', 'b/orders'])
    expect(ids({ topics: ['eu.x'] })).toEqual(['a//^eu\\./'])
    expect(ids({ groups: ['a'], topics: ['orders'] })).toEqual(['a/orders+refunds'])
  })

  it('says what does not exist', () => {
    expect(selectRoutes(plan, { groups: ['b', 'c'], topics: ['refunds', 'orders'] })).toMatchObject({
      unmatched: ["group 'c'", "topic 'refunds'"],
    })
    expect(selectRoutes(plan, { groups: ['c'] }).plan.groups).toEqual([])
  })
})
