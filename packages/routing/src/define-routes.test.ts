import { topic } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup, type ConsumerGroupBuilder } from './consumer-group.js'
import { defineRoutes } from './define-routes.js'
import { shareGroup } from './share-group.js'

class Nothing {
  consume() {}
}
const orders = topic('orders')

describe('blocks and routes', () => {
  it('are frozen values that know where they were written', () => {
    const block = consumerGroup('billing', (group) => group.topic(orders, { consumer: Nothing }))
    expect(block).toMatchObject({ kind: 'consumer', group: 'billing', place: expect.stringMatching(/define-routes\.test\.ts:\d+$/) })
    expect(block.declarations.routes).toEqual([
      { topic: orders, route: { consumer: Nothing }, place: expect.stringMatching(/define-routes\.test\.ts:\d+$/) },
    ])
    expect([block, block.declarations, block.declarations.routes, block.declarations.routes[0]].every(Object.isFrozen)).toBe(true)
  })

  it('unfold nested routes and hold the same block once', () => {
    const one = consumerGroup('one', () => undefined)
    const two = shareGroup('two', () => undefined)
    const inner = defineRoutes(one)
    expect(defineRoutes(inner, two, one, defineRoutes(inner, two)).blocks).toEqual([one, two])
  })

  it('keep what is neither, to be reported with everything else', () => {
    const routes = defineRoutes('billing' as never, defineRoutes(undefined as never), {} as never)
    expect(routes.strays.map(({ given }) => given)).toEqual(["'billing'", 'undefined', 'an object'])
    expect(routes.blocks).toEqual([])
  })

  it('take nothing after the block was built', () => {
    let leaked: ConsumerGroupBuilder | undefined
    consumerGroup('late', (group) => void (leaked = group))
    expect(() => leaked?.topic(orders, { consumer: Nothing })).toThrow("group.topic() of 'late' was called after its block was built")
  })

  it('see builders that are asynchronous or missing', () => {
    const slow = consumerGroup('slow', (async () => Promise.reject(new Error('nobody listens'))) as never)
    expect(slow.declarations.mistakes).toMatchObject([{ reason: 'the function of this block is asynchronous' }])
    const none = consumerGroup('none', undefined as never)
    expect(none.declarations.mistakes).toMatchObject([{ reason: 'the second argument is undefined, not a function' }])
  })
})
