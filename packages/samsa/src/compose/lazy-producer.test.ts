import { describe, expect, it } from '@jest/globals'
import type { OutgoingRecord, ProducerPort } from '@samsa/contracts'
import { lazyProducer } from './lazy-producer.js'

const record: OutgoingRecord = { key: null, value: 'x', headers: null, partition: null, timestampMs: null }
const set = () => {
  const calls: string[] = []
  const port: ProducerPort = {
    send: (topic) => (calls.push('send'), Promise.resolve({ topic, partition: 0, offset: 1 })),
    sendAll: () => (calls.push('sendAll'), Promise.resolve([])),
    outstanding: () => 3,
    close: () => (calls.push('close'), Promise.resolve({ unanswered: [{ topic: 'x', count: 3 }], hung: false })),
  }
  return { calls, lazy: lazyProducer(() => (calls.push('create'), port)) }
}

describe('lazyProducer', () => {
  it('is created once, by the first use', async () => {
    const { calls, lazy } = set()
    expect(lazy.outstanding()).toBe(0)
    await lazy.send('orders', record)
    lazy.open()
    expect(await lazy.close(0)).toEqual({ unanswered: [{ topic: 'x', count: 3 }], hung: false })
    expect(calls).toEqual(['create', 'send', 'close'])
  })

  it('is never created where nothing is sent, and refuses to be after the end', async () => {
    const { calls, lazy } = set()
    expect(await lazy.close(0)).toEqual({ unanswered: [], hung: false })
    await expect(lazy.send('orders', record)).rejects.toMatchObject({ code: 'SAMSA_PRODUCER_CLOSED' })
    expect(calls).toEqual([])
  })
})
