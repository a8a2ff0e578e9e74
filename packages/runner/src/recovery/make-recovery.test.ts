import { describe, expect, it } from '@jest/globals'
import { defaultDeadLetter, defaultRecovery, topic, type RecoveryPlan } from '@samsa/contracts'
import type { DeadLetterJob } from '@samsa/dlq'
import type { RouteBinding } from '@samsa/routing'
import { RecordView } from '../record/record-view.js'
import { buildColumns } from '../testing/build-columns.js'
import { makeRecovery, type DeadLetterSending, type RecoveryParts } from './make-recovery.js'

class Handler {}
const orders = topic('orders')
const binding: RouteBinding = {
  id: 'billing/orders',
  consumer: Handler,
  topics: new Map([['orders', orders]]),
  patterns: [],
  source: () => orders,
  hooks: [],
  middleware: [],
  backoff: null,
  matchers: [Error],
  deadLetter: null,
}
const parts = (sending: DeadLetterSending | null): RecoveryParts => ({
  group: { id: 'billing', cluster: 'default', kind: 'consumer' },
  worker: 'shop',
  sending,
  readerOf: (topic) => ({ 'orders.eu': 'billing/orders', 'orders.retry': 'billing/orders.retry' })[topic] ?? null,
})
const job: DeadLetterJob = {
  record: new RecordView(
    { topic: 'orders', partition: 0, key: orders.key, value: orders.value },
    buildColumns([{ slot: 0, records: [{ offset: 7, key: null, value: 'v', headers: [], timestamp: 1 }] }], 0),
    0,
  ),
  raw: { key: null, value: null, headers: [] },
  failure: { cause: 'thrown', reason: 'no', error: null, thrown: new Error('no'), afterMs: null },
  attempt: 1,
  deliveryCount: null,
  firstFailedAtMs: 0,
  lastFailedAtMs: 0,
  topic: null,
}

/** Topics that were sent to. */
function memory() {
  const sent: string[] = []
  const sending: DeadLetterSending = {
    producer: { send: (to) => (sent.push(to), Promise.resolve({ topic: to, partition: 0, offset: 0 })) },
    targets: { partitions: () => Promise.resolve(1), forget: () => undefined },
  }
  return { sent, sending }
}
const make = (plan: Partial<RecoveryPlan>, sending: DeadLetterSending | null) =>
  makeRecovery({ recovery: { ...defaultRecovery, ...plan } }, binding, parts(sending))

describe('makeRecovery', () => {
  it('writes to the topic of the route, or of the rule that decided', async () => {
    const { sent, sending } = memory()
    const { policy, writer, brokerTopic } = make({}, sending)
    await writer.write(job)
    await writer.write({ ...job, topic: 'dlq.special' })
    expect([sent, policy.attempts, brokerTopic]).toEqual([['dlq.orders', 'dlq.special'], 5, null])
  })

  it('writes to topics of rules also where the route has none', async () => {
    const { sent, sending } = memory()
    const { policy, writer } = make({ deadLetter: null, whenExhausted: 'hold' }, sending)
    await writer.write({ ...job, topic: 'dlq.special' })
    expect([sent, policy.deadLetter]).toEqual([['dlq.special'], null])
  })

  it('writes to no topic that the route reads itself, but to one that another route of the group reads', async () => {
    const { sent, sending } = memory()
    const { writer } = make({}, sending)
    await expect(writer.write({ ...job, topic: 'orders.eu' })).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED' })
    await writer.write({ ...job, topic: 'orders.retry' })
    expect(sent).toEqual(['orders.retry'])
  })

  it('names the topic that the brokers write to', () => {
    expect(make({ deadLetter: { ...defaultDeadLetter, broker: 'dlq.images' } }, null).brokerTopic).toBe('dlq.images')
  })

  it('refuses every dead letter where there is nothing to write them with', async () => {
    await expect(make({}, null).writer.write(job)).rejects.toMatchObject({
      code: 'SAMSA_DEAD_LETTER_FAILED',
      message: 'dead letter of orders/0/7 was not written: this worker was given no producer of dead letters for cluster default',
    })
  })
})
