import { afterAll, afterEach, beforeAll, describe } from '@jest/globals'
import type { ConformanceCluster } from './conformance-cluster.js'
import type { EngineUnderTest, GroupVariant } from './engine-under-test.js'
import { brokerDownSuite } from './suites/broker-down.js'
import { closingSuite } from './suites/closing.js'
import { deliverySuite } from './suites/delivery.js'
import { endsSuite } from './suites/ends.js'
import { frozenBrokerSuite } from './suites/frozen-broker.js'
import { givingBackSuite } from './suites/giving-back.js'
import { locksSuite } from './suites/locks.js'
import { membershipSuite } from './suites/membership.js'
import { outcomesSuite } from './suites/outcomes.js'
import { positionsSuite } from './suites/positions.js'
import { rebalanceSuite } from './suites/rebalance.js'
import { sharingSuite } from './suites/sharing.js'
import { transactionsSuite } from './suites/transactions.js'
import { troubleSuite } from './suites/trouble.js'
import { unansweredSuite } from './suites/unanswered.js'
import { TestGroup } from './test-group.js'

/** Gives a test its own group and topic; what it leaves open is closed after it. */
export type OpenGroup = () => TestGroup

/**
 * Puts an engine to the promises of the port, in every variant of its groups that the broker can do. What an engine or a broker cannot do is skipped by its
 * capabilities and by nothing else.
 */
export function describeEngine(engine: EngineUnderTest): void {
  describe(engine.name, () => {
    let cluster: ConformanceCluster
    beforeAll(async () => {
      cluster = await engine.startCluster()
    }, 120_000)
    afterAll(() => cluster.stop(), 60_000)
    for (const variant of engine.variants) {
      const describeVariant = variant.isPossible(engine.clusterCapabilities) ? describe : describe.skip
      describeVariant(variant.name, () => describeVariantOf(engine, variant, () => cluster))
    }
  })
}

function describeVariantOf(engine: EngineUnderTest, variant: GroupVariant, cluster: () => ConformanceCluster): void {
  const open: TestGroup[] = []
  const openGroup: OpenGroup = () => {
    const group = new TestGroup(cluster(), engine.createEngine(), variant)
    open.push(group)
    return group
  }
  afterEach(async () => {
    for (const group of open.splice(0)) await group.end()
  }, 60_000)
  const able = engine.createEngine().capabilities
  const broker = engine.clusterCapabilities
  const where = (isPossible: boolean) => (isPossible ? describe : describe.skip)
  const settlesRecords = able.settlement === 'record'
  describe('delivery', () => deliverySuite(openGroup))
  where(!settlesRecords)('ends of partitions', () => endsSuite(openGroup))
  describe('closing', () => closingSuite(openGroup))
  if (variant.isShort === true) return
  describe('trouble', () => troubleSuite(openGroup, { newTopics: broker.newTopics.includes(variant.protocol), patterns: able.patterns }))
  where(settlesRecords)('outcomes', () => outcomesSuite(openGroup, broker))
  where(settlesRecords)('locks', () => locksSuite(openGroup, broker))
  where(settlesRecords)('giving back', () => givingBackSuite(openGroup, broker))
  where(settlesRecords)('groups that share', () => sharingSuite(openGroup, broker))
  where(able.ordering === 'partition')('membership', () => membershipSuite(openGroup))
  where(able.ordering === 'partition' && broker.handovers.includes(variant.protocol))('rebalance', () => rebalanceSuite(openGroup))
  where(able.positionControl)('positions', () => positionsSuite(openGroup))
  where(able.settlement === 'position' && broker.transactions)('transactions', () => transactionsSuite(openGroup))
  where(able.ordering === 'partition' && broker.freeze)('frozen broker', () => frozenBrokerSuite(openGroup))
  // last: it takes the broker down
  where(broker.restart && !settlesRecords)('broker down', () => brokerDownSuite(openGroup))
  where(broker.restart && settlesRecords)('broker down', () => unansweredSuite(openGroup))
}
