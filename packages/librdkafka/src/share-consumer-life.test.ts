import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals'
import type { ClientSettings } from './client-settings.js'
import { ConfigError } from './config-error.js'
import { Errno } from './errno.js'
import { AcknowledgeType, ShareConsumer } from './share-consumer.js'
import { runProgram } from './test-drivers/run-program.js'
import { ShareCluster } from './test-drivers/share-cluster.js'

jest.setTimeout(60_000)

const { accept } = AcknowledgeType
const heartbeatApi = 76

describe('ShareConsumer', () => {
  let cluster: ShareCluster

  beforeEach(async () => {
    cluster = await ShareCluster.open()
  })

  afterEach(() => cluster.destroy())

  describe('closes', () => {
    it('gives back what is in hand, and sends what was acknowledged', async () => {
      const first = await cluster.memberWith(10)
      first.acknowledge(first.records.slice(0, 4), accept)
      await first.close()
      expect(first.answered()).toBe(4)
      const second = cluster.member()
      second.subscribe('jobs')
      await second.until(() => second.answered() === 6)
      expect(second.records.map(({ offset, deliveryCount }) => [offset, deliveryCount])).toEqual(
        [4, 5, 6, 7, 8, 9].map((offset) => [offset, 2]),
      )
    })

    it('only once; calls are refused from then on', async () => {
      const driver = await cluster.memberWith(1)
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
      await cluster.sendJobs(5, 1)
      const first = cluster.member()
      first.polls = false
      first.subscribe('jobs')
      first.consumer.poll()
      await first.until(() => first.consumer.hasData)
      await first.close()
      const second = cluster.member()
      second.subscribe('jobs')
      await second.until(() => second.answered() === 5)
      expect(second.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    })

    it('with a batch that nobody read, without an end of the process', async () => {
      expect(await runProgram('share-close-unread.mjs')).toEqual({ code: 0, signal: null, output: 'closed 5\n', errors: '' })
    })

    it('at any moment of joining, without a hang', async () => {
      expect(await runProgram('share-close-joining.mjs', ['200'])).toEqual({ code: 0, signal: null, output: 'ended 200\n', errors: '' })
    })

    it('before it has joined, and without ever subscribing', async () => {
      const early = cluster.member()
      early.subscribe('jobs')
      await early.close()
      await cluster.member().close()
    })
  })

  describe('is destroyed', () => {
    it('at any time; calls answer _DESTROY or null from then on', async () => {
      const driver = await cluster.memberWith(2)
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
      const first = await cluster.memberWith(3)
      await first.consumer.destroy()
      const second = cluster.member()
      second.subscribe('jobs')
      await second.until(() => second.answered() === 3)
      expect(second.records.every(({ deliveryCount }) => deliveryCount === 2)).toBe(true)
    })

    it('or left behind where it hangs, after the limit', async () => {
      const driver = await cluster.memberWith(1)
      cluster.mock.setRtt(1, 20_000)
      driver.consumer.close()
      const began = performance.now()
      const ended = driver.consumer.destroy(200)
      await expect(ended).rejects.toMatchObject({ name: '_TIMED_OUT', errno: Errno._TIMED_OUT })
      expect(performance.now() - began).toBeLessThan(5000)
      expect(driver.consumer.destroy()).toBe(ended)
      expect([driver.consumer.serve(), driver.consumer.results()]).toEqual([null, null])
      cluster.forget(driver)
      cluster.mock.setRtt(1, 0)
    })
  })

  describe('tells', () => {
    it('a fatal error once, also to one that does not poll', async () => {
      cluster.mock.pushRequestErrors(heartbeatApi, [Errno.INVALID_REQUEST])
      const driver = cluster.member()
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
      const driver = await cluster.memberWith(1, { 'max.poll.interval.ms': 600 })
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
      await cluster.sendJobs(2, 1)
      await driver.until(() => driver.answered() === 3)
    })

    it('log lines but the notice of the library, statistics, and nothing below the level asked for', async () => {
      const loud = cluster.member({ 'debug': 'cgrp', 'statistics.interval.ms': 50 })
      const quiet = cluster.member({ 'log_level': 3, 'bootstrap.servers': '127.0.0.1:1' })
      const silent = cluster.member({ 'log_level': 0, 'bootstrap.servers': '127.0.0.1:1' })
      await loud.until(() => loud.of('log').length > 0 && loud.of('stats').length > 0)
      await quiet.until(() => quiet.of('log').length > 0)
      await silent.until(() => silent.of('error').length > 0)
      expect([...loud.of('log'), ...quiet.of('log')].filter(({ text }) => text.includes('Preview'))).toEqual([])
      expect(quiet.of('log').every(({ level }) => level <= 3)).toBe(true)
      expect(silent.of('log')).toEqual([])
    })

    it('its member id, and its epoch once it is taken in', async () => {
      const { consumer } = cluster.member()
      expect(consumer.memberEpoch()).toBe(0)
      const driver = cluster.member()
      driver.subscribe('jobs')
      await driver.until(() => driver.consumer.memberEpoch() > 0)
      expect(driver.consumer.memberId()).toMatch(/^\S{10,}$/)
      expect((await driver.consumer.metadata(['jobs'])).topics[0]!.partitions).toHaveLength(2)
    })
  })

  describe('settings', () => {
    it('explicit acknowledgement always', async () => {
      await cluster.memberWith(1, { 'share.acknowledgement.mode': 'implicit' })
    })

    it.each<[string, ClientSettings, string | null]>([
      ['of other consumers', { 'auto.offset.reset': 'earliest' }, 'auto.offset.reset'],
      ['with a wrong value', { 'max.poll.records': 'many' }, 'max.poll.records'],
      ['with a wrong level', { log_level: 'loud' }, 'log_level'],
      ['without a name', { 'no.such.thing': 1 }, 'no.such.thing'],
      ['without a group', { 'group.id': null }, 'group.id'],
    ])('%s are refused', (_, settings, property) => {
      const open = (): unknown =>
        new ShareConsumer({ 'bootstrap.servers': cluster.mock.bootstrapServers, 'group.id': 'workers', ...settings }, () => {})
      expect(open).toThrow(ConfigError)
      expect(open).toThrow(expect.objectContaining({ property }))
    })

    it.each([[['']], [['jobs', 'jobs']]])('topics %j are refused', (topics) => {
      const { consumer } = cluster.member()
      expect(() => consumer.subscribe(topics)).toThrow(expect.objectContaining({ name: '_INVALID_ARG' }))
      expect(() => consumer.poll()).toThrow(expect.objectContaining({ name: '_STATE' }))
    })
  })
})
