import { describe, expect, it } from '@jest/globals'
import { brokerSettings, formatProperties } from './broker-settings.js'

const place = { port: 1001, controllerPort: 1003, dataFolder: '/data' }

describe('brokerSettings', () => {
  it('lets heartbeats be quick and locks short on Kafka 4', () => {
    expect(brokerSettings('4.4.0', place)).toMatchObject({
      'group.initial.rebalance.delay.ms': '0',
      'group.consumer.heartbeat.interval.ms': '500',
      'group.consumer.min.heartbeat.interval.ms': '500',
      'group.share.heartbeat.interval.ms': '500',
      'group.share.min.heartbeat.interval.ms': '500',
      'group.share.min.record.lock.duration.ms': '1000',
      'auto.create.topics.enable': 'false',
      'log.dirs': '/data',
    })
  })

  it('leaves group protocols of Kafka 3.9 as they are', () => {
    const names = Object.keys(brokerSettings('3.9.2', place))
    expect(names.filter((name) => /^(group\.(consumer|share)|share)\./.test(name))).toEqual([])
  })

  it('lets the own settings win', () => {
    expect(brokerSettings('4.4.0', place, { 'group.initial.rebalance.delay.ms': 3000, 'num.partitions': 2 })).toMatchObject({
      'group.initial.rebalance.delay.ms': '3000',
      'num.partitions': '2',
    })
  })
})

describe('formatProperties', () => {
  it('writes a line for each property and escapes backslashes', () => {
    expect(formatProperties({ 'a.b': '1', 'path': 'C:\\data' })).toBe('a.b=1\npath=C:\\\\data\n')
  })
})
