import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { ClientSettings } from './client-settings.js'
import { ConfigError } from './config-error.js'
import { Errno } from './errno.js'
import { MockCluster } from './mock-cluster.js'
import { AcknowledgeType, ShareConsumer } from './share-consumer.js'
import type { SentRecord } from './test-drivers/producer-driver.js'
import { ProducerDriver } from './test-drivers/producer-driver.js'
import { sendUnreadableRecords } from './test-drivers/send-raw-batch.js'
import { ShareDriver } from './test-drivers/share-driver.js'

jest.setTimeout(60_000)

const { accept, release, reject } = AcknowledgeType
const heartbeatApi = 76

describe('ShareConsumer', () => {
  let mock: MockCluster
  let drivers: ShareDriver[]
  let producer: ProducerDriver

  beforeEach(async () => {
    mock = new MockCluster()
    mock.setShareGroup({ heartbeatIntervalMs: 50, autoOffsetReset: 1 })
    mock.createTopic('jobs', 2)
    mock.createTopic('mails', 1)
    drivers = []
    // One for all, connected before them: a connection that closes ends the sessions of the mock's share groups.
    producer = new ProducerDriver({ 'bootstrap.servers': mock.bootstrapServers })
    await producer.send([{ topic: 'warm-up', value: '' }])
  })

  afterEach(async () => {
    await Promise.all([producer, ...drivers].map((driver) => driver.destroy()))
    mock.destroy()
  })

  const member = (settings: ClientSettings = {}): ShareDriver => {
    const driver = new ShareDriver({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'workers', ...settings })
    drivers.push(driver)
    return driver
  }

  const send = (records: readonly SentRecord[]): Promise<void> => producer.send(records)

  const jobs = (count: number, partitions = 2): SentRecord[] =>
    Array.from({ length: count }, (_, index) => ({ topic: 'jobs', partition: index % partitions, value: `${index}` }))

  /** A member with all records of one batch in hand. */
  const memberWith = async (count: number, settings: ClientSettings = {}): Promise<ShareDriver> => {
    await send(jobs(count, 1))
    const driver = member(settings)
    driver.answer = () => null
    driver.subscribe('jobs')
    await driver.until(() => driver.inHand.length === count)
    return driver
  }

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
      await send(jobs(200))
      const first = member()
      first.subscribe('jobs')
      await first.until(() => first.answered() === 200)
      expect(new Set(first.records.map(({ value }) => value)).size).toBe(200)
      expect(first.records.every(({ deliveryCount }) => deliveryCount === 1)).toBe(true)
      expect(first.results.every(({ topic, errno }) => topic === 'jobs' && errno === 0)).toBe(true)
      await first.close()
      await send([{ topic: 'jobs', partition: 0, value: 'new' }])
      const second = member()
      second.subscribe('jobs')
      await second.until(() => second.answered() > 0)
      expect(second.records.map(({ value }) => value)).toEqual(['new'])
    })

    it('RELEASE: again, with count 2', async () => {
      await send(jobs(10))
      const driver = member()
      driver.answer = ({ deliveryCount }) => (deliveryCount === 1 ? release : accept)
      driver.subscribe('jobs')
      await driver.until(() => driver.answered() === 20)
      expect([1, 2].map((count) => driver.records.filter(({ deliveryCount }) => deliveryCount === count).length)).toEqual([10, 10])
    })

    it('REJECT: never again', async () => {
      await send(jobs(10))
      const driver = member()
      driver.answer = () => reject
      driver.subscribe('jobs')
      await driver.until(() => driver.answered() === 10)
      await send([{ topic: 'jobs', partition: 0, value: 'new' }])
      await driver.until(() => driver.answered() === 11)
      expect(driver.records).toHaveLength(11)
      expect(driver.records.at(-1)).toMatchObject({ value: 'new', deliveryCount: 1 })
    })

    it('all types at once, over partitions and topics', async () => {
      await send([...jobs(60), ...Array.from({ length: 30 }, (_, index) => ({ topic: 'mails', partition: 0, value: `${index}` }))])
      const driver = member()
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
      const driver = await memberWith(10)
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
      const driver = await memberWith(3)
      expect(driver.acknowledge(driver.records, release)).toBe(0)
      expect(driver.acknowledge(driver.records, accept)).toBe(0)
      driver.consumer.commit()
      expect(driver.acknowledge(driver.records, accept)).toBe(3)
      await driver.until(() => driver.answered() === 3)
      expect(driver.acknowledge(driver.records, release)).toBe(3)
    })

    it('refuses offsets it does not have, and throws for rows that cannot be', async () => {
      const { consumer } = await memberWith(1)
      expect(consumer.acknowledge(Int32Array.of(0, accept, 0, 2), 1, Float64Array.of(0, 77))).toBe(1)
      expect(() => consumer.acknowledge(Int32Array.of(5, accept, 0, 1), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.acknowledge(Int32Array.of(0, accept, 0, 2), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.acknowledge(Int32Array.of(0, accept, 1, 0), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.acknowledge(Int32Array.of(0, accept, 0), 1, Float64Array.of(0))).toThrow(/_INVALID_ARG/)
      expect(() => consumer.partition(9)).toThrow(/_INVALID_ARG/)
      expect(consumer.partition(0)).toEqual({ topic: 'jobs', partition: 0 })
    })

    it('too late: the result says that the lock is gone', async () => {
      mock.setShareGroup({ recordLockDurationMs: 500 })
      const other = member()
      other.answer = () => null
      await other.consumer.metadata(['jobs'])
      const late = await memberWith(5)
      other.subscribe('jobs')
      await other.until(() => mock.shareGroupMembers('workers').length === 2)
      const partitions = [{ topic: 'jobs', partition: 0 }]
      const assignments = [late, other].map(({ consumer }) => ({ memberId: consumer.memberId()!, partitions }))
      mock.assignShareGroup('workers', assignments)
      await other.until(() => other.inHand.length === 5)
      expect(other.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
      expect(late.acknowledge(late.records, accept)).toBe(0)
      late.consumer.commit()
      await late.until(() => late.results.length > 0)
      expect(late.results).toEqual([{ topic: 'jobs', partition: 0, errno: Errno.INVALID_RECORD_STATE, from: 0, to: 5 }])
    })

    it('without an answer: the connection is gone, the outcome unknown', async () => {
      const driver = await memberWith(4)
      mock.brokerDown(1)
      driver.acknowledge(driver.records, accept)
      driver.consumer.commit()
      await driver.until(() => driver.results.length > 0)
      expect(driver.results[0]).toMatchObject({ from: 0, to: 4 })
      expect(driver.results[0]!.errno).not.toBe(0)
    })
  })

  describe('delivers', () => {
    it('null and empty keys and values, headers and timestamps', async () => {
      await send([
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
      const driver = member()
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
      await send(jobs(5, 1))
      const driver = member()
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
    })

    it('what could not be read apart; it is acknowledged like the rest', async () => {
      await send(jobs(2, 1))
      await sendUnreadableRecords(mock.bootstrapServers, 'jobs', 0, 3)
      await send(jobs(1, 1))
      const driver = member()
      // The library releases it by itself; the second time it is told otherwise.
      driver.answerBroken = () => (driver.broken.length > 3 ? reject : null)
      driver.subscribe('jobs')
      await driver.until(() => driver.answered() === 9)
      const errno = Errno._BAD_COMPRESSION
      const places = [2, 3, 4].map((offset) => ({ partitionId: 0, offset, deliveryCount: 0, errno }))
      expect(driver.broken).toEqual([...places, ...places])
      await send(jobs(1, 1))
      await driver.until(() => driver.answered() === 10)
      expect(driver.broken).toHaveLength(6)
      expect(driver.records.map(({ offset }) => offset)).toEqual([0, 1, 5, 6])
    })

    it('nothing while it is unsubscribed; what is in hand stays valid', async () => {
      const driver = await memberWith(4)
      const { consumer } = driver
      consumer.unsubscribe()
      expect(consumer.subscription()).toEqual([])
      await driver.until(() => consumer.memberEpoch() === 0)
      await send(jobs(6, 1))
      driver.acknowledge(driver.records, accept)
      consumer.commit()
      await driver.until(() => driver.answered() === 4)
      expect(refusal(driver)).toMatchObject({ name: '_STATE' })
      const other = member()
      other.subscribe('jobs')
      await other.until(() => other.answered() === 6)
      expect(other.records.every(({ deliveryCount }) => deliveryCount === 1)).toBe(true)
      await other.close()
      driver.answer = () => accept
      driver.subscribe('jobs')
      await send(jobs(3, 1))
      await driver.until(() => driver.answered() === 7)
    })
  })

  describe('closes', () => {
    it('gives back what is in hand, and sends what was acknowledged', async () => {
      const first = await memberWith(10)
      first.acknowledge(first.records.slice(0, 4), accept)
      await first.close()
      expect(first.answered()).toBe(4)
      const second = member()
      second.subscribe('jobs')
      await second.until(() => second.answered() === 6)
      expect(second.records.map(({ offset, deliveryCount }) => [offset, deliveryCount])).toEqual(
        [4, 5, 6, 7, 8, 9].map((offset) => [offset, 2]),
      )
    })

    it('only once; calls are refused from then on', async () => {
      const driver = await memberWith(1)
      const { consumer } = driver
      const id = consumer.memberId()
      expect(id).not.toBeNull()
      consumer.close()
      consumer.close()
      expect([consumer.poll(), consumer.hasData, consumer.memberId(), consumer.memberEpoch()]).toEqual([null, false, null, -1])
      const refused = expect.objectContaining({ name: '_STATE' })
      expect(() => consumer.subscribe(['jobs'])).toThrow(refused)
      expect(() => consumer.unsubscribe()).toThrow(refused)
      expect(() => consumer.subscription()).toThrow(refused)
      expect(() => consumer.commit()).toThrow(refused)
      expect(driver.acknowledge(driver.records, accept)).toBe(1)
      await driver.until(() => driver.of('closed').length > 0)
      expect(driver.of('closed')).toHaveLength(1)
    })

    it('with a batch that nobody read', async () => {
      await send(jobs(5, 1))
      const first = member()
      first.polls = false
      first.subscribe('jobs')
      first.consumer.poll()
      await first.until(() => first.consumer.hasData)
      await first.close()
      const second = member()
      second.subscribe('jobs')
      await second.until(() => second.answered() === 5)
      expect(second.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    })

    it('before it has joined, and without ever subscribing', async () => {
      const early = member()
      early.subscribe('jobs')
      await early.close()
      await member().close()
    })
  })

  describe('is destroyed', () => {
    it('at any time; calls answer _DESTROY or null from then on', async () => {
      const driver = await memberWith(2)
      const { consumer } = driver
      const ended = consumer.destroy()
      expect(consumer.destroy()).toBe(ended)
      const refused = expect.objectContaining({ name: '_DESTROY' })
      const look = (): unknown[] => [consumer.poll(), consumer.serve(), consumer.results(), consumer.memberId(), consumer.hasData]
      expect(look()).toEqual([null, null, null, null, false])
      expect(() => consumer.subscribe(['jobs'])).toThrow(refused)
      expect(() => consumer.commit()).toThrow(refused)
      expect(() => consumer.acknowledge(Int32Array.of(0, accept, 0, 1), 1, Float64Array.of(0))).toThrow(refused)
      await expect(consumer.metadata(['jobs'])).rejects.toEqual(refused)
      await ended
      expect(look()).toEqual([null, null, null, null, false])
      expect(consumer.destroyed).toBe(true)
    })

    it('without close: its records are back at once', async () => {
      const first = await memberWith(3)
      await first.consumer.destroy()
      const second = member()
      second.subscribe('jobs')
      await second.until(() => second.answered() === 3)
      expect(second.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    })

    it('or left behind where it hangs, after the limit', async () => {
      const driver = await memberWith(1)
      mock.setRtt(1, 20_000)
      driver.consumer.close()
      const began = performance.now()
      const ended = driver.consumer.destroy(200)
      await expect(ended).rejects.toMatchObject({ name: '_TIMED_OUT', errno: Errno._TIMED_OUT })
      expect(performance.now() - began).toBeLessThan(5000)
      expect(driver.consumer.destroy()).toBe(ended)
      expect([driver.consumer.serve(), driver.consumer.results()]).toEqual([null, null])
      drivers = []
      mock.setRtt(1, 0)
    })
  })

  describe('tells', () => {
    it('a fatal error once, also to one that does not poll', async () => {
      mock.pushRequestErrors(heartbeatApi, [Errno.INVALID_REQUEST])
      const driver = member()
      driver.polls = false
      driver.subscribe('jobs')
      await driver.until(() => driver.of('error').some(({ fatal }) => fatal))
      expect(driver.of('error').find(({ fatal }) => fatal)).toMatchObject({ errno: Errno.INVALID_REQUEST, name: 'INVALID_REQUEST' })
      driver.polls = true
      await driver.until(() => !driver.consumer.hasData)
      expect(driver.of('error').filter(({ fatal }) => fatal)).toHaveLength(1)
      expect(driver.of('consumer-error')).toEqual([])
    })

    it('that a poll came too late', async () => {
      const driver = await memberWith(1, { 'max.poll.interval.ms': 600 })
      await driver.until(() => driver.consumer.memberEpoch() === 0)
      driver.polls = false
      driver.acknowledge(driver.records, accept)
      driver.consumer.commit()
      expect(driver.consumer.pendingEvents).toBe(false)
      expect(driver.consumer.poll()).toBeNull()
      expect(driver.consumer.pendingEvents).toBe(true)
      driver.serve()
      expect(driver.consumer.pendingEvents).toBe(false)
      const nothing = { topic: null, partition: -1, offset: -1001, queue: -1 }
      expect(driver.of('consumer-error')).toEqual([expect.objectContaining({ name: '_MAX_POLL_EXCEEDED', ...nothing })])
      // It joins again by itself.
      driver.answer = () => accept
      driver.polls = true
      await send(jobs(2, 1))
      await driver.until(() => driver.answered() === 3)
    })

    it('log lines but the notice of the library, statistics, and nothing below the level asked for', async () => {
      const loud = member({ 'debug': 'cgrp', 'statistics.interval.ms': 50 })
      const quiet = member({ 'log_level': 3, 'bootstrap.servers': '127.0.0.1:1' })
      const silent = member({ 'log_level': 0, 'bootstrap.servers': '127.0.0.1:1' })
      await loud.until(() => loud.of('log').length > 0 && loud.of('stats').length > 0)
      await quiet.until(() => quiet.of('log').length > 0)
      await silent.until(() => silent.of('error').length > 0)
      expect([...loud.of('log'), ...quiet.of('log')].filter(({ text }) => text.includes('Preview'))).toEqual([])
      expect(quiet.of('log').every(({ level }) => level <= 3)).toBe(true)
      expect(silent.of('log')).toEqual([])
    })

    it('its member id, and its epoch once it is taken in', async () => {
      const { consumer } = member()
      expect(consumer.memberEpoch()).toBe(0)
      const driver = member()
      driver.subscribe('jobs')
      await driver.until(() => driver.consumer.memberEpoch() > 0)
      expect(driver.consumer.memberId()).toMatch(/^\S{10,}$/)
      expect((await driver.consumer.metadata(['jobs'])).topics[0]!.partitions).toHaveLength(2)
    })
  })

  describe('settings', () => {
    it('explicit acknowledgement always', async () => {
      await memberWith(1, { 'share.acknowledgement.mode': 'implicit' })
    })

    it.each<[string, ClientSettings, string | null]>([
      ['of other consumers', { 'auto.offset.reset': 'earliest' }, 'auto.offset.reset'],
      ['with a wrong value', { 'max.poll.records': 'many' }, 'max.poll.records'],
      ['with a wrong level', { log_level: 'loud' }, 'log_level'],
      ['without a name', { 'no.such.thing': 1 }, 'no.such.thing'],
      ['without a group', { 'group.id': null }, 'group.id'],
    ])('%s are refused', (_, settings, property) => {
      const open = (): unknown =>
        new ShareConsumer({ 'bootstrap.servers': mock.bootstrapServers, 'group.id': 'workers', ...settings }, () => {})
      expect(open).toThrow(ConfigError)
      expect(open).toThrow(expect.objectContaining({ property }))
    })

    it.each([[['']], [['jobs', 'jobs']]])('topics %j are refused', (topics) => {
      const { consumer } = member()
      expect(() => consumer.subscribe(topics)).toThrow(expect.objectContaining({ name: '_INVALID_ARG' }))
      expect(() => consumer.poll()).toThrow(expect.objectContaining({ name: '_STATE' }))
    })
  })
})
