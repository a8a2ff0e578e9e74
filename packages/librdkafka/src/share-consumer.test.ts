import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import { Errno } from './errno.js'
import { AcknowledgeType } from './share-consumer.js'
import { sendUnreadableRecords } from './test-drivers/send-raw-batch.js'
import { ShareCluster } from './test-drivers/share-cluster.js'
import type { ShareDriver } from './test-drivers/share-driver.js'

jest.setTimeout(60_000)

const { accept, release, reject } = AcknowledgeType

describe('ShareConsumer', () => {
  let cluster: ShareCluster

  beforeEach(async () => {
    cluster = await ShareCluster.open()
  })

  afterEach(() => cluster.destroy())

  /** Polls once more, which only a member without a record in hand may. */
  const refusal = (driver: ShareDriver): unknown => {
    try {
      return driver.consumer.poll()
    } catch (error) {
      return error
    }
  }

  describe('acknowledges', () => {
    it('ACCEPT: every record once, with a result, never again', async () => {
      await cluster.sendJobs(200)
      const first = cluster.member()
      first.subscribe('jobs')
      await first.until(() => first.answered() === 200)
      expect(new Set(first.records.map(({ value }) => value)).size).toBe(200)
      expect(first.records.every(({ deliveryCount }) => deliveryCount === 1)).toBe(true)
      expect(first.results.every(({ topic, errno }) => topic === 'jobs' && errno === 0)).toBe(true)
      await first.close()
      await cluster.send([{ topic: 'jobs', partition: 0, value: 'new' }])
      const second = cluster.member()
      second.subscribe('jobs')
      await second.until(() => second.answered() > 0)
      expect(second.records.map(({ value }) => value)).toEqual(['new'])
    })

    it('RELEASE: again, with count 2', async () => {
      await cluster.sendJobs(10)
      const driver = cluster.member()
      driver.answer = ({ deliveryCount }) => (deliveryCount === 1 ? release : accept)
      driver.subscribe('jobs')
      await driver.until(() => driver.answered() === 20)
      expect([1, 2].map((count) => driver.records.filter(({ deliveryCount }) => deliveryCount === count).length)).toEqual([10, 10])
    })

    it('REJECT: never again', async () => {
      await cluster.sendJobs(10)
      const driver = cluster.member()
      driver.answer = () => reject
      driver.subscribe('jobs')
      await driver.until(() => driver.answered() === 10)
      await cluster.send([{ topic: 'jobs', partition: 0, value: 'new' }])
      await driver.until(() => driver.answered() === 11)
      expect(driver.records).toHaveLength(11)
      expect(driver.records.at(-1)).toMatchObject({ value: 'new', deliveryCount: 1 })
    })

    it('all types at once, over partitions and topics', async () => {
      await cluster.sendJobs(60)
      await cluster.send(Array.from({ length: 30 }, (_, index) => ({ topic: 'mails', partition: 0, value: `${index}` })))
      const driver = cluster.member()
      driver.answer = ({ offset, deliveryCount }) => (deliveryCount > 1 ? accept : ([accept, release, reject] as const)[offset % 3]!)
      driver.subscribe('jobs', 'mails')
      await driver.until(() => driver.answered() === 120)
      const again = driver.records.filter(({ deliveryCount }) => deliveryCount === 2)
      expect(again).toHaveLength(30)
      expect(again.every(({ offset }) => offset % 3 === 1)).toBe(true)
      expect(driver.records).toHaveLength(120)
      const places = new Set(driver.results.map(({ topic, partition }) => `${topic} ${partition}`))
      expect([...places].sort()).toEqual(['jobs 0', 'jobs 1', 'mails 0'])
    })

    it('in parts: what is committed has its result while the rest stays in hand', async () => {
      const driver = await cluster.memberWith(10)
      const some = driver.records.filter(({ offset }) => [0, 1, 2, 5, 6, 9].includes(offset))
      expect(driver.acknowledge(some, accept)).toBe(0)
      driver.consumer.commit()
      await driver.until(() => driver.answered() === 6)
      const ranges = driver.results.map(({ from, to }) => [from, to])
      expect(ranges).toEqual([
        [0, 3],
        [5, 7],
        [9, 10],
      ])
      expect(refusal(driver)).toMatchObject({ name: '_STATE', errno: Errno._STATE })
      expect(driver.acknowledge(driver.inHand, accept)).toBe(0)
      driver.consumer.commit()
      await driver.until(() => driver.answered() === 10)
      expect(refusal(driver)).toBeNull()
    })

    it('otherwise until the commit, refuses it afterwards', async () => {
      const driver = await cluster.memberWith(3)
      expect(driver.acknowledge(driver.records, release)).toBe(0)
      expect(driver.acknowledge(driver.records, accept)).toBe(0)
      driver.consumer.commit()
      expect(driver.acknowledge(driver.records, accept)).toBe(3)
      await driver.until(() => driver.answered() === 3)
      expect(driver.acknowledge(driver.records, release)).toBe(3)
    })

    it('refuses offsets it does not have, and throws for rows that cannot be', async () => {
      const { consumer } = await cluster.memberWith(1)
      expect(consumer.acknowledge(Int32Array.of(0, accept, 0, 2), 1, Float64Array.of(0, 77))).toBe(1)
      expect(() => consumer.acknowledge(Int32Array.of(5, accept, 0, 1), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.acknowledge(Int32Array.of(0, accept, 0, 2), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.acknowledge(Int32Array.of(0, accept, 1, 0), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.acknowledge(Int32Array.of(0, accept, 0), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.partition(9)).toThrow(/_INVALID_ARG/)
      expect(consumer.partition(0)).toEqual({ topic: 'jobs', partition: 0 })
    })

    it('too late: the result says that the lock is gone', async () => {
      cluster.mock.setShareGroup({ recordLockDurationMs: 500 })
      const other = cluster.member()
      other.answer = () => null
      await other.consumer.metadata(['jobs'])
      const late = await cluster.memberWith(5)
      other.subscribe('jobs')
      await other.until(() => cluster.mock.shareGroupMembers('workers').length === 2)
      const partitions = [{ topic: 'jobs', partition: 0 }]
      const assignments = [late, other].map(({ consumer }) => ({ memberId: consumer.memberId()!, partitions }))
      cluster.mock.assignShareGroup('workers', assignments)
      await other.until(() => other.inHand.length === 5)
      expect(other.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
      expect(late.acknowledge(late.records, accept)).toBe(0)
      late.consumer.commit()
      await late.until(() => late.results.length > 0)
      expect(late.results).toEqual([{ topic: 'jobs', partition: 0, errno: Errno.INVALID_RECORD_STATE, from: 0, to: 5 }])
    })

    it('without an answer: the connection is gone, the outcome unknown', async () => {
      const driver = await cluster.memberWith(4)
      cluster.mock.brokerDown(1)
      driver.acknowledge(driver.records, accept)
      driver.consumer.commit()
      await driver.until(() => driver.results.length > 0)
      expect(driver.results[0]).toMatchObject({ from: 0, to: 4 })
      expect(driver.results[0]!.errno).not.toBe(0)
    })
  })

  describe('delivers', () => {
    it('null and empty keys and values, headers and timestamps', async () => {
      await cluster.send([
        { topic: 'jobs', partition: 0, key: null, value: null },
        { topic: 'jobs', partition: 0, key: '', value: '', timestamp: 1_700_000_000_000 },
        {
          topic: 'jobs',
          partition: 0,
          key: 'k',
          value: 'ümläut',
          headers: [
            ['trace', 'abc'],
            ['none', null],
            ['empty', ''],
          ],
        },
      ])
      const driver = cluster.member()
      driver.subscribe('jobs')
      await driver.until(() => driver.records.length === 3)
      const [first, second, third] = driver.records
      expect(first).toMatchObject({ key: null, value: null, headers: [], deliveryCount: 1 })
      expect(second).toMatchObject({ key: '', value: '', timestamp: 1_700_000_000_000 })
      const headers = [
        ['trace', 'abc'],
        ['none', null],
        ['empty', ''],
      ]
      expect(third).toMatchObject({ key: 'k', value: 'ümläut', headers })
      expect(driver.batches[0]!.waitedMs).toBeGreaterThanOrEqual(0)
      expect(driver.batches[0]!.waitedMs).toBeLessThan(5000)
    })

    it('tells how long a batch waited', async () => {
      await cluster.sendJobs(5, 1)
      const driver = cluster.member()
      driver.polls = false
      driver.subscribe('jobs')
      expect(driver.consumer.poll()).toBeNull()
      await driver.until(() => driver.consumer.hasData)
      const seen = performance.now()
      await driver.until(() => performance.now() - seen > 150)
      const batch = driver.consumer.poll()!
      expect(batch.waitedMs).toBeGreaterThan(149)
      expect(batch.waitedMs).toBeLessThan(5000)
      expect([...batch.runs]).toEqual([0, 0, 5])
      expect([...batch.deliveryCounts]).toEqual([1, 1, 1, 1, 1])
      // an owner that has left the group meanwhile would join it again, and fetch, for data that is not there
      expect(driver.consumer.hasData).toBe(false)
    })

    it('what could not be read apart; it is acknowledged like the rest', async () => {
      await cluster.sendJobs(2, 1)
      await sendUnreadableRecords(cluster.mock.bootstrapServers, 'jobs', 0, 3)
      await cluster.sendJobs(1, 1)
      const driver = cluster.member()
      // The library releases it by itself; the second time it is told otherwise.
      driver.answerBroken = () => (driver.broken.length > 3 ? reject : null)
      driver.subscribe('jobs')
      await driver.until(() => driver.answered() === 9)
      const errno = Errno._BAD_COMPRESSION
      const places = [2, 3, 4].map((offset) => ({ partitionId: 0, offset, deliveryCount: 0, errno }))
      expect(driver.broken).toEqual([...places, ...places])
      await cluster.sendJobs(1, 1)
      await driver.until(() => driver.answered() === 10)
      expect(driver.broken).toHaveLength(6)
      expect(driver.records.map(({ offset }) => offset)).toEqual([0, 1, 5, 6])
    })

    it('nothing while it is unsubscribed; what is in hand stays valid', async () => {
      const driver = await cluster.memberWith(4)
      const { consumer } = driver
      consumer.unsubscribe()
      expect(consumer.subscription()).toEqual([])
      await driver.until(() => consumer.memberEpoch() === 0)
      await cluster.sendJobs(6, 1)
      driver.acknowledge(driver.records, accept)
      consumer.commit()
      await driver.until(() => driver.answered() === 4)
      expect(refusal(driver)).toMatchObject({ name: '_STATE' })
      const other = cluster.member()
      other.subscribe('jobs')
      await other.until(() => other.answered() === 6)
      expect(other.records.every(({ deliveryCount }) => deliveryCount === 1)).toBe(true)
      await other.close()
      driver.answer = () => accept
      driver.subscribe('jobs')
      await cluster.sendJobs(3, 1)
      await driver.until(() => driver.answered() === 7)
    })
  })
})
