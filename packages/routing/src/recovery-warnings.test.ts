import { exponential, fixed, topic, topics } from '@samsa/contracts'
import { describe, expect, it } from '@jest/globals'
import { consumerGroup, type ConsumerGroupBuilder } from './consumer-group.js'
import type { WorkerOptions } from './define-worker.js'
import { findWarnings } from './find-warnings.js'
import { shareGroup, type ShareGroupBuilder } from './share-group.js'
import { compileWithBrokers } from './testing/compile-with-brokers.js'

class Charge {
  consume() {}
}
class Bulk {
  consumeBatch() {}
}
const orders = topic('orders')
const warningsOf = (block: ReturnType<typeof consumerGroup>, worker: Partial<WorkerOptions> = {}) => {
  const { plan, problems } = compileWithBrokers([block], worker)
  expect(problems).toEqual([])
  return findWarnings(plan).map(({ path, reason }) => `${path}: ${reason}`)
}
const billing = (build: (group: ConsumerGroupBuilder) => void, worker?: Partial<WorkerOptions>) =>
  warningsOf(consumerGroup('billing', build), worker)
const jobs = (build: (group: ShareGroupBuilder) => void, settings: Parameters<ShareGroupBuilder['settings']>[0] = {}) =>
  warningsOf(
    shareGroup('jobs', (group) => {
      group.settings({ offsetReset: 'earliest', ...settings })
      build(group)
    }),
  )

describe('warnings about recovery', () => {
  it('are none for the defaults', () => {
    expect(billing((group) => group.topic(orders, { consumer: Charge }))).toEqual([])
    expect(jobs((group) => group.topic(orders, { consumer: Charge }))).toEqual([])
  })

  it('tell of one attempt where it misleads', () => {
    const retry = { attempts: 1 }
    expect(billing((group) => group.topic(orders, { consumer: Charge, retry }))).toEqual([])
    expect(billing((group) => group.topic(orders, { consumer: Bulk, retry }))).toEqual([
      expect.stringMatching(/^consumerGroup\('billing'\)\.topic\('orders'\)\.retry\.attempts: a batch that throws/),
    ])
    expect(jobs((group) => group.topic(orders, { consumer: Charge, retry }))).toEqual([expect.stringContaining('every delivery counts')])
  })

  it('tell of waits that the lock does not allow', () => {
    const withLock = (lockDuration: '4s' | '3999ms', attempts?: number) =>
      jobs((group) => group.topic(orders, { consumer: Charge, retry: { attempts } }), { lockDuration })
    expect(withLock('4s')).toEqual([])
    expect(withLock('3999ms')).toEqual([expect.stringContaining('waits of up to 2000 ms are longer than half the lock (3999 ms)')])
    expect(withLock('3999ms', 4)).toEqual([])
  })

  it('tell of a record that holds up its partition for very long', () => {
    const retried = (attempts: number, backoff = exponential('1s')) =>
      billing((group) => group.topic(orders, { consumer: Charge, retry: { attempts, backoff } }))
    expect(retried(12)).toEqual([])
    expect(retried(13)).toEqual([expect.stringContaining('with 13 attempts a record that keeps failing holds up its partition')])
    expect(retried(1_000_000_000, fixed('1h'))).toHaveLength(1)
  })

  it('tell of a last delivery that a crash would lose', () => {
    const after = (afterDeliveries: number, deliveryCountLimit?: number) =>
      jobs((group) => group.topic(orders, { consumer: Charge, deadLetter: { afterDeliveries } }), { deliveryCountLimit })
    expect(after(4)).toEqual([])
    expect(after(5)).toEqual([expect.stringContaining("a crash in delivery 5 leaves no further one (Kafka's default limit)")])
    expect(after(3, 3)).toEqual([expect.stringContaining('a crash in delivery 3 leaves no further one: the broker archives')])
  })

  it('tell of stops that a share group does not repeat for ever', () => {
    const spends = 'each stop spends a delivery of the record that it is for: after delivery'
    const stopping = { deadLetter: false, whenExhausted: 'stop' } as const
    const rule = { error: TypeError, action: 'stop' } as const
    expect(jobs((group) => group.topic(orders, { consumer: Charge, ...stopping }))).toEqual([
      expect.stringContaining(`.whenExhausted: ${spends} 5 the broker archives it`),
    ])
    expect(
      jobs((group) => group.topic(orders, { consumer: Charge, ...stopping, whenExhausted: 'reject', retry: { on: [rule] } }), {
        deliveryCountLimit: 7,
      }),
    ).toEqual([expect.stringContaining(`.retry.on: 'stop': ${spends} 7`)])
    expect(jobs((group) => group.topic(orders, { consumer: Charge, retry: { on: [rule] } }))).toEqual([])
    expect(billing((group) => group.topic(orders, { consumer: Charge, ...stopping }))).toEqual([])
  })

  it('tell of topics that are not known at start', () => {
    const pattern = (worker?: Partial<WorkerOptions>) => billing((group) => group.topic(topics(/^orders/), { consumer: Charge }), worker)
    expect(pattern()).toEqual([expect.stringContaining('dlq.<topic> is created at its first dead letter')])
    expect(pattern({ deadLetter: { create: false } })).toEqual([expect.stringContaining('dead letters cannot be written')])
    expect(pattern({ deadLetter: 'dead' })).toEqual([])
  })

  it('tell of delivery reports that say little, once for all routes', () => {
    const warned = (acks: number, deadLetter?: false) =>
      billing(
        (group) => {
          group.topic(orders, { consumer: Charge, deadLetter, whenExhausted: deadLetter === false ? 'skip' : undefined })
          group.topic(topic('refunds'), { consumer: Charge, deadLetter, whenExhausted: deadLetter === false ? 'skip' : undefined })
        },
        { kafka: { 'bootstrap.servers': 'kafka:9092', 'enable.idempotence': false, acks } },
      )
    expect(warned(1)).toEqual([
      "defineWorker.kafka['acks']: with acks=1 a dead letter is lost with the one broker that has it, and its record is settled all the same",
    ])
    expect(warned(0)).toEqual([expect.stringContaining('no broker tells whether a dead letter was written')])
    expect([...warned(-1), ...warned(0, false)]).toEqual([])
  })

  it('tell of a word that says nothing, once for all routes', () => {
    const routes = (group: ConsumerGroupBuilder): void => {
      group.topic(orders, { consumer: Charge })
      group.topic(topic('refunds'), { consumer: Charge })
    }
    expect(billing(routes, { whenExhausted: 'stop' })).toEqual([expect.stringMatching(/^defineWorker\.whenExhausted: it says nothing/)])
    expect(billing(routes, { whenExhausted: 'stop', deadLetter: false })).toEqual([])
  })

  it('tell what the broker does not keep, and that it writes what other routes reject', () => {
    expect(
      jobs((group) => {
        group.topic(orders, { consumer: Charge, deadLetter: { broker: 'dlq.jobs' } })
        group.topic(topic('refunds'), { consumer: Charge })
      }),
    ).toEqual([
      expect.stringMatching(/^shareGroup\('jobs'\)\.topic\('orders'\)\.deadLetter\.broker: the broker keeps key and value only/),
      expect.stringMatching(/^shareGroup\('jobs'\)\.topic\('refunds'\)\.deadLetter: the broker writes every rejected record/),
    ])
  })
})
