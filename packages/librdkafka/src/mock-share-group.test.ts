import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { Errno } from './errno.js'
import type { MockShareGroupOptions } from './mock-cluster.js'
import { AcknowledgeType } from './share-consumer.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'
import { ShareCluster } from './test-drivers/share-cluster.js'
import type { ShareDriver } from './test-drivers/share-driver.js'

jest.setTimeout(60_000)

const { release } = AcknowledgeType
const shareGroupHeartbeat = 76
const shareFetch = 78

describe('share groups of the mock cluster', () => {
  let cluster: ShareCluster

  const open = async (options: MockShareGroupOptions): Promise<void> => {
    cluster = await ShareCluster.open(options)
  }

  afterEach(() => cluster.destroy())

  const requestTimes = (apiKey: number): number[] =>
    cluster.mock
      .requests()
      .filter((request) => request.apiKey === apiKey)
      .map(({ timestampUs }) => timestampUs / 1000)

  /** A member that has begun to fetch. */
  const fetchingMember = async (): Promise<ShareDriver> => {
    cluster.mock.startRequestTracking()
    const driver = cluster.member()
    driver.subscribe('jobs')
    await driver.until(() => requestTimes(shareFetch).length > 1)
    return driver
  }

  const transactionalProducer = async (): Promise<ProducerDriver> => {
    const driver = new ProducerDriver({ 'bootstrap.servers': cluster.mock.bootstrapServers, 'transactional.id': 'writer' })
    await driver.producer.initTransactions(30_000)
    return driver
  }

  it('maxDeliveryAttempts: no record comes more often', async () => {
    await open({ maxDeliveryAttempts: 3 })
    await cluster.sendJobs(4, 1)
    const driver = cluster.member()
    driver.answer = () => release
    driver.subscribe('jobs')
    await driver.until(() => driver.records.length === 12)
    await cluster.sendJobs(1, 1)
    await driver.until(() => driver.records.some(({ offset }) => offset === 4))
    const counts = driver.records.filter(({ offset }) => offset === 0).map(({ deliveryCount }) => deliveryCount)
    expect(counts).toEqual([1, 2, 3])
    expect(driver.records.filter(({ offset }) => offset < 4)).toHaveLength(12)
  })

  it('maxRecordLocks: so many are in hand at most', async () => {
    await open({ maxRecordLocks: 3 })
    await cluster.sendJobs(10, 1)
    const driver = cluster.member()
    driver.subscribe('jobs')
    await driver.until(() => driver.answered() === 10)
    expect(Math.max(...driver.batches.map(({ length }) => length))).toBe(3)
  })

  it('maxSize: who comes too late gets a fatal error', async () => {
    await open({ maxSize: 1 })
    const first = cluster.member()
    first.subscribe('jobs')
    await first.until(() => first.consumer.memberEpoch() > 0)
    const second = cluster.member()
    second.subscribe('jobs')
    await second.until(() => second.of('error').some(({ fatal }) => fatal))
    expect(second.of('error').find(({ fatal }) => fatal)).toMatchObject({ errno: Errno.GROUP_MAX_SIZE_REACHED })
  })

  it('maxFetchSessions: one more gets no records until another ends', async () => {
    await open({ maxFetchSessions: 1 })
    const [first, second] = [cluster.member(), cluster.member()]
    first.subscribe('jobs')
    second.subscribe('jobs')
    await first.until(() => cluster.mock.shareGroupMembers('workers').length === 2)
    await cluster.sendJobs(20)
    const received = (): number[] => [first, second].map(({ records }) => records.length)
    await first.until(() => received().includes(10))
    const [served, waiting] = received()[0]! > 0 ? [first, second] : [second, first]
    expect(waiting.records).toEqual([])
    await served.close()
    await waiting.until(() => waiting.answered() === 10)
  })

  it.each([
    ['latest', 0, ['new']],
    ['earliest', 1, ['0', 'new']],
  ] as const)('autoOffsetReset: %s', async (_, autoOffsetReset, values) => {
    await open({ autoOffsetReset })
    await cluster.sendJobs(1)
    const driver = await fetchingMember()
    await cluster.send([{ topic: 'jobs', partition: 0, value: 'new' }])
    await driver.until(() => driver.records.some(({ value }) => value === 'new'))
    expect(driver.records.map(({ value }) => value)).toEqual(values)
  })

  it('heartbeatIntervalMs: members heartbeat so often', async () => {
    await open({ heartbeatIntervalMs: 200 })
    const driver = await fetchingMember()
    await driver.until(() => requestTimes(shareGroupHeartbeat).length >= 8)
    const [before, after] = requestTimes(shareGroupHeartbeat).slice(-2) as [number, number]
    expect(after - before).toBeGreaterThan(150)
    expect(after - before).toBeLessThan(1500)
  })

  it('sessionTimeoutMs: who does not heartbeat is out', async () => {
    await open({ sessionTimeoutMs: 300, heartbeatIntervalMs: 60_000 })
    const driver = cluster.member()
    driver.subscribe('jobs')
    await driver.until(() => driver.consumer.memberEpoch() > 0)
    await driver.until(() => cluster.mock.shareGroupMembers('workers').length === 0)
  })

  it.each([
    ['uncommitted', 0, ['aborted', 'committed']],
    ['committed', 1, ['committed']],
  ] as const)('isolationLevel: %s', async (_, isolationLevel, values) => {
    await open({ isolationLevel })
    const writer = await transactionalProducer()
    const driver = cluster.member()
    for (const value of ['aborted', 'committed'] as const) {
      await writer.producer.beginTransaction()
      await writer.send([{ topic: 'jobs', partition: 0, value }])
      if (value === 'aborted') await writer.producer.abortTransaction(30_000)
      else await writer.producer.commitTransaction(30_000)
    }
    driver.subscribe('jobs')
    await driver.until(() => driver.records.some(({ value }) => value === 'committed'))
    expect(driver.records.map(({ value }) => value)).toEqual(values)
    await writer.destroy()
  })

  it('assigns by itself one member to a partition, and as it is told', async () => {
    await open({})
    const [first, second] = [cluster.member(), cluster.member()]
    first.subscribe('mails')
    second.subscribe('mails')
    await first.until(() => cluster.mock.shareGroupMembers('workers').length === 2)
    const memberIds = [first, second].map(({ consumer }) => consumer.memberId()!)
    expect([...cluster.mock.shareGroupMembers('workers')].sort()).toEqual([...memberIds].sort())
    const partitions = [{ topic: 'mails', partition: 0 }]
    cluster.mock.assignShareGroup(
      'workers',
      memberIds.map((memberId) => ({ memberId, partitions })),
    )
    let sent = 0
    const sendOne = async (): Promise<void> => {
      const answered = first.answered() + second.answered()
      await cluster.send([{ topic: 'mails', partition: 0, value: `${sent++}` }])
      await first.until(() => first.answered() + second.answered() > answered)
    }
    while (first.records.length === 0 || second.records.length === 0) await sendOne()
    expect(first.records.length + second.records.length).toBe(sent)
  })

  it('refuses groups and members that are not there', async () => {
    await open({})
    const { mock } = cluster
    expect(mock.shareGroupMembers('nobody')).toEqual([])
    expect(() => mock.assignShareGroup('nobody', [])).toThrow(/GROUP_ID_NOT_FOUND/)
    const driver = cluster.member()
    driver.subscribe('jobs')
    await driver.until(() => driver.consumer.memberEpoch() > 0)
    expect(() => mock.assignShareGroup('workers', [{ memberId: 'x', partitions: [] }])).toThrow(/UNKNOWN_MEMBER_ID/)
  })
})
