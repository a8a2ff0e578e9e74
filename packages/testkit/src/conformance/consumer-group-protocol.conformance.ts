import { afterEach, describe, expect, it } from '@jest/globals'
import type { ConsumerGroupSubscription } from '@samsa/contracts'
import { MockCluster } from '@samsa/librdkafka'
import type { ConformanceCluster } from './conformance-cluster.js'
import { consumerGroup } from './consumer-group.js'
import { TestGroup } from './test-group.js'
import type { TestMember } from './test-member.js'
import { waitFor } from './wait-for.js'

const joinGroup = 11
const consumerGroupHeartbeat = 68
const auto = {
  ...consumerGroup.variants[0]!,
  options: { ...consumerGroup.variants[0]!.options, protocol: 'auto' } as ConsumerGroupSubscription,
}

describe('protocol of a consumer group', () => {
  let cluster: MockCluster
  let member: TestMember
  const open = (options: Partial<ConsumerGroupSubscription> = {}, kafka = {}): TestMember => {
    cluster.setGroup({ initialRebalanceDelayMs: 100 })
    const group = new TestGroup({ bootstrapServers: cluster.bootstrapServers } as ConformanceCluster, consumerGroup.createEngine(), auto)
    cluster.createTopic(group.topic, 2)
    member = group.open({ options, kafka })
    return member
  }
  const failure = async (): Promise<unknown> => {
    await waitFor(
      'the failure',
      () => member.failures.length > 0,
      () => member.describe(),
    )
    expect(member.session.status()).toMatchObject({ state: 'failed', partitions: [] })
    return member.failures[0]
  }
  afterEach(async () => {
    expect(await member.close()).toMatchObject({ hung: false })
    cluster.destroy()
  })

  it('is KIP-848 where the broker knows it', async () => {
    cluster = new MockCluster()
    await open().hasPartitions(2)
    expect(member.session.status().protocol).toBe('consumer')
    expect(member.events).toContainEqual(expect.objectContaining({ type: 'protocol-chosen', protocol: 'consumer' }))
  })

  it('is classic where the broker has no such request', async () => {
    cluster = new MockCluster()
    cluster.setApiVersion(consumerGroupHeartbeat, -1, -1)
    await open().hasPartitions(2)
    expect(member.session.status().protocol).toBe('classic')
    expect(member.events).toContainEqual({
      type: 'protocol-chosen',
      protocol: 'classic',
      reason: expect.stringContaining('does not know KIP-848'),
    })
    expect(member.events.some((event) => event.type === 'library-log' && event.level === 7)).toBe(false)
  })

  it('is classic where the broker refuses the request', async () => {
    cluster = new MockCluster()
    cluster.pushRequestErrors(consumerGroupHeartbeat, [35])
    await open().hasPartitions(2)
    expect(member.session.status().protocol).toBe('classic')
    expect(member.failures).toEqual([])
  })

  it('is classic where a setting demands it', async () => {
    cluster = new MockCluster()
    await open({}, { 'session.timeout.ms': '6000' }).hasPartitions(2)
    expect(member.events).toContainEqual({
      type: 'protocol-chosen',
      protocol: 'classic',
      reason: expect.stringContaining('session.timeout.ms'),
    })
  })

  it('fails where KIP-848 is demanded of a broker that does not know it', async () => {
    cluster = new MockCluster()
    cluster.setApiVersion(consumerGroupHeartbeat, -1, -1)
    open({ protocol: 'consumer' })
    expect(await failure()).toMatchObject({ code: 'SAMSA_GROUP_FAILED', retryable: false, message: expect.stringContaining("'auto'") })
  })

  it.each([
    ['GROUP_ID_NOT_FOUND', 69, 'SAMSA_GROUP_KIND', false],
    ['GROUP_AUTHORIZATION_FAILED', 30, 'SAMSA_AUTHORIZATION', false],
    ['UNRELEASED_INSTANCE_ID', 111, 'SAMSA_FENCED', true],
  ])('ends with what %s means (KIP-848)', async (name, errno, code, retryable) => {
    cluster = new MockCluster()
    cluster.pushRequestErrors(consumerGroupHeartbeat, [errno])
    open()
    expect(await failure()).toMatchObject({ code, retryable, details: { kafka: name } })
  })

  it.each([
    ['INCONSISTENT_GROUP_PROTOCOL', 23, 'SAMSA_GROUP_KIND', false],
    ['GROUP_AUTHORIZATION_FAILED', 30, 'SAMSA_AUTHORIZATION', false],
    ['FENCED_INSTANCE_ID', 82, 'SAMSA_FENCED', false],
  ])('ends with what %s means (classic)', async (name, errno, code, retryable) => {
    cluster = new MockCluster()
    cluster.pushRequestErrors(
      joinGroup,
      Array.from({ length: 10 }, () => errno),
    )
    open({ protocol: 'classic' })
    expect(await failure()).toMatchObject({ code, retryable, details: { kafka: name } })
  })
})
