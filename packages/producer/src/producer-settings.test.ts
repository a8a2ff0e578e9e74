import { describe, expect, it } from '@jest/globals'
import { producerSettings } from './producer-settings.js'

const problemsOf = (kafka: Parameters<typeof producerSettings>[0]): string => {
  try {
    producerSettings(kafka, 'shop')
  } catch (error) {
    return (error as Error).message
  }
  return 'none'
}

describe('settings of a producer', () => {
  it('are Java-like by default', () => {
    expect(producerSettings({ 'bootstrap.servers': 'b:1', 'sasl.password': undefined, 'sasl.username': null }, 'shop')).toEqual({
      'client.id': 'shop',
      'bootstrap.servers': 'b:1',
      'partitioner': 'murmur2_random',
      'enable.idempotence': true,
      'acks': 'all',
      'linger.ms': 1,
      'message.timeout.ms': 60_000,
      'message.max.bytes': 10_485_760,
      'reconnect.backoff.max.ms': 1_000,
    })
  })

  it("are the user's where the user has any, under whatever name, without those of consumers", () => {
    const given = {
      'client.id': 'mine',
      'queue.buffering.max.ms': 5,
      'request.required.acks': -1,
      'delivery.timeout.ms': '1000',
      'partitioner': 'random',
      'fetch.min.bytes': 1,
    }
    expect(producerSettings(given, 'shop')).toEqual({
      'client.id': 'mine',
      'partitioner': 'random',
      'enable.idempotence': true,
      'acks': -1,
      'linger.ms': 5,
      'message.timeout.ms': '1000',
      'message.max.bytes': 10_485_760,
      'reconnect.backoff.max.ms': 1_000,
    })
  })

  it('that contradict idempotence are refused, all at once, with the way out', () => {
    expect(problemsOf({ 'acks': 1, 'max.in.flight': 10, 'retries': 0, 'queuing.strategy': 'lifo' })).toMatch(
      /^acks=1 contradicts enable.idempotence=true \(Samsa's default\), which needs all: set enable.idempotence to false as well, or leave acks out; retries=0 .*max.in.flight.*lifo/,
    )
    expect(problemsOf({ 'acks': '0', 'enable.idempotence': 'true' })).not.toContain('default')
    expect(problemsOf({ 'acks': 1, 'enable.idempotence': false })).toBe('none')
  })

  it('that Samsa owns or that leave no time are refused', () => {
    expect(problemsOf({ 'delivery.report.only.error': true })).toContain('a send is answered by its delivery report')
    expect(problemsOf({ 'linger.ms': 2_000, 'message.timeout.ms': 1_000 })).toContain('leaves no time')
    expect(problemsOf({ 'transactional.id': 'x' })).toContain('not built')
  })
})
