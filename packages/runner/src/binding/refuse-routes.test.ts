import { describe, expect, it } from '@jest/globals'
import { isSamsaError, type Capabilities } from '@samsa/contracts'
import type { GroupPlan } from '@samsa/routing'
import { refuseRoutes } from './refuse-routes.js'

const everything: Capabilities = {
  ordering: 'partition',
  settlement: 'position',
  redelivery: 'client',
  lockRenewal: null,
  positionControl: true,
  transactions: true,
  patterns: true,
  sharedPartitions: false,
}
const nothing: Capabilities = { ...everything, ordering: 'none', transactions: false, patterns: false }
const planOf = (...topics: object[]) => ({ id: 'billing', kind: 'consumer', topics }) as unknown as GroupPlan
const plain = { id: 'billing/orders', patterns: [], ordering: 'none', delivery: 'at-least-once' }

describe('refuseRoutes', () => {
  it('lets a route through that the engine can run', () => {
    refuseRoutes(planOf({ ...plain, patterns: ['^orders'], ordering: 'partition', delivery: 'exactly-once' }), everything)
    refuseRoutes(planOf(plain), nothing)
  })

  it('names every reason of every route at once', () => {
    const demanding = { id: 'billing//^orders/', patterns: ['^orders'], ordering: 'partition', delivery: 'exactly-once' }
    let thrown: unknown
    try {
      refuseRoutes(planOf(demanding, { ...plain, ordering: 'partition' }), nothing)
    } catch (error) {
      thrown = error
    }
    if (!isSamsaError(thrown)) throw new Error('nothing was refused')
    expect([thrown.code, (thrown.details['reasons'] as string[]).length]).toEqual(['SAMSA_ROUTE_INVALID', 4])
    expect(thrown.message).toContain('exact names only')
  })

  it('keeps groups away from engines that settle otherwise', () => {
    const share = { ...planOf(plain), kind: 'share' } as unknown as GroupPlan
    const byRecord: Capabilities = { ...nothing, settlement: 'record' }
    refuseRoutes(share, byRecord)
    expect(() => refuseRoutes(share, nothing)).toThrow('a shareGroup settles by record, and its engine by position')
    expect(() => refuseRoutes(planOf(plain), byRecord)).toThrow('a consumerGroup settles by position, and its engine by record')
  })
})
