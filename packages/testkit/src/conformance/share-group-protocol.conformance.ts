import { afterEach, describe, expect, it } from '@jest/globals'
import { MockCluster } from '@samsa/librdkafka'
import { createShareGroupEngine } from '@samsa/share-group'
import type { ConformanceCluster } from './conformance-cluster.js'
import { mockShareLimits } from './mock-cluster.js'
import { embeddedShareVariants } from './share-group.js'
import { TestGroup } from './test-group.js'
import type { TestMember } from './test-member.js'
import { waitFor } from './wait-for.js'

const shareGroupHeartbeat = 76

describe('failures of a share group', () => {
  let cluster: MockCluster
  let member: TestMember
  const open = (): void => {
    cluster.setShareGroup({ heartbeatIntervalMs: 100, autoOffsetReset: 1 })
    const engine = createShareGroupEngine({ readLimits: mockShareLimits })
    const group = new TestGroup({ bootstrapServers: cluster.bootstrapServers } as ConformanceCluster, engine, embeddedShareVariants[0]!)
    cluster.createTopic(group.topic, 2)
    member = group.open()
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

  it.each([
    ['GROUP_ID_NOT_FOUND', 69, 'SAMSA_GROUP_KIND', false],
    ['GROUP_AUTHORIZATION_FAILED', 30, 'SAMSA_AUTHORIZATION', false],
    ['UNSUPPORTED_VERSION', 35, 'SAMSA_GROUP_FAILED', false],
    ['GROUP_MAX_SIZE_REACHED', 81, 'SAMSA_GROUP_FAILED', true],
  ])('ends with what %s means', async (name, errno, code, retryable) => {
    cluster = new MockCluster()
    cluster.pushRequestErrors(shareGroupHeartbeat, [errno])
    open()
    expect(await failure()).toMatchObject({ code, retryable, details: { kafka: name } })
  })
})
