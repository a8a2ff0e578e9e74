import { describe, expect, it } from '@jest/globals'
import { later, manualClock, record, rejection, soon, startFaked, turn, until } from './started-producer.fake.js'

describe('closing', () => {
  it('waits for the answers, refuses new sends, and says that nothing is left', async () => {
    const { producer, native } = startFaked()
    const send = producer.send('orders', record('a'))
    const closed = producer.close(later())
    expect((await rejection(producer.send('orders', record('b')))).code).toBe('SAMSA_PRODUCER_CLOSED')
    expect((await rejection(producer.sendAll('orders', [record('b')]))).code).toBe('SAMSA_PRODUCER_CLOSED')
    expect(native.calls).toEqual([1])
    expect(native.flushes).toBe(1)
    native.answer()
    expect(await send).toMatchObject({ offset: 0 })
    expect(await closed).toEqual({ unanswered: [], hung: false })
    expect(native.destroyed).toBe(true)
    expect(producer.close(0)).toBe(producer.close(1))
  })

  it('rejects what has no answer at the deadline, and counts it by topic', async () => {
    const { producer, native } = startFaked({ records: 2, bytes: 1e9 })
    const sends = ['a', 'b', 'c'].map((value) => rejection(producer.send('orders', record(value))))
    const batch = rejection(producer.sendAll('refunds', [record('x'), record('y')]))
    expect(await producer.close(soon())).toEqual({
      unanswered: [
        { topic: 'orders', count: 3 },
        { topic: 'refunds', count: 2 },
      ],
      hung: false,
    })
    for (const send of sends) {
      expect((await send).code).toBe('SAMSA_SEND_UNANSWERED')
      expect((await send).details).toMatchObject({ topic: 'orders', mayBeWritten: false })
    }
    expect(await batch).toMatchObject({ code: 'SAMSA_SEND_UNANSWERED', retryable: true, details: { failedCount: 2 } })
    expect(native.accepted).toHaveLength(2)
    expect(producer.outstanding()).toBe(0)
  })
})

describe('a library that does not answer', () => {
  it('does not keep the close from ending', async () => {
    const clock = manualClock()
    const { producer, native } = startFaked({ records: 10, bytes: 1e9 }, clock)
    native.answersPurge = false
    const send = rejection(producer.send('orders', record('a')))
    const closed = producer.close(1_000)
    await turn()
    clock.advance(1_000)
    await turn()
    clock.advance(5_000)
    expect(await closed).toEqual({ unanswered: [{ topic: 'orders', count: 1 }], hung: true })
    expect(await send).toMatchObject({ code: 'SAMSA_SEND_UNANSWERED', details: { mayBeWritten: true } })
  })
})

describe('a fatal error', () => {
  const fatal = { type: 'error', errno: 45, name: 'OUT_OF_ORDER_SEQUENCE_NUMBER', text: 'sequence lost', fatal: true } as const

  it('rejects what the handle held, and goes on with a fresh one', async () => {
    const { producer, natives, native, troubles } = startFaked({ records: 2, bytes: 1e9 })
    const first = producer.send('orders', record('first'))
    await turn()
    native.answer()
    await first
    const held = ['a', 'b'].map((value) => rejection(producer.send('refunds', record(value))))
    const waiting = ['c', 'd', 'e'].map((value) => producer.send('orders', record(value)))
    await turn()
    native.tell(fatal)
    for (const rejected of await Promise.all(held)) {
      expect(rejected).toMatchObject({ code: 'SAMSA_SEND_FAILED', retryable: true })
      expect(rejected.message).toContain('sequence lost')
    }
    await until(() => natives.length === 2)
    expect(native.destroyed).toBe(true)
    while (producer.outstanding() > 0) {
      natives[1]!.answer()
      await turn()
    }
    expect(await Promise.all(waiting)).toHaveLength(3)
    expect(natives[1]!.accepted.map(({ topic, value }) => `${topic} ${value}`)).toEqual(['orders c', 'orders d', 'orders e'])
    expect(troubles).toMatchObject([{ details: { fatal: true } }])
    expect(await producer.close(soon())).toEqual({ unanswered: [], hung: false })
  })

  it('while closing rejects what waits, without waiting for the deadline', async () => {
    const { producer, natives, native } = startFaked({ records: 1, bytes: 1e9 })
    const first = producer.send('orders', record('first'))
    await turn()
    native.answer()
    await first
    const lost = ['held', 'waiting'].map((value) => rejection(producer.send('orders', record(value))))
    await turn()
    const closed = producer.close(later())
    native.tell(fatal)
    expect((await Promise.all(lost)).map(({ code }) => code)).toEqual(['SAMSA_SEND_FAILED', 'SAMSA_SEND_FAILED'])
    expect(await closed).toEqual({ unanswered: [], hung: false })
    expect(natives).toHaveLength(1)
  })

  it('is the end for a while where nothing was ever delivered', async () => {
    const clock = manualClock()
    const { producer, natives, native } = startFaked(undefined, clock)
    const held = rejection(producer.send('orders', record('a')))
    await turn()
    native.tell({ ...fatal, errno: 31, name: 'CLUSTER_AUTHORIZATION_FAILED', text: 'Cluster authorization failed' })
    expect((await held).message).toContain('give this principal the right')
    expect(await rejection(producer.send('orders', record('b')))).toMatchObject({ code: 'SAMSA_SEND_FAILED', retryable: false })
    expect(natives).toHaveLength(1)
    // meanwhile the right may have been given
    clock.advance(2_000)
    const third = producer.send('orders', record('c'))
    await turn()
    expect(natives).toHaveLength(2)
    natives[1]!.answer()
    expect(await third).toMatchObject({ topic: 'orders' })
    expect(await producer.close(soon())).toEqual({ unanswered: [], hung: false })
  })
})

describe('trouble', () => {
  it('is told once for each kind, and explains records that timed out', async () => {
    const { producer, native, troubles } = startFaked()
    const send = rejection(producer.send('orders', record('a')))
    await turn()
    for (let count = 0; count < 20; count++)
      native.tell({ type: 'error', errno: -195, name: '_TRANSPORT', text: 'b1: connection refused', fatal: false })
    await until(() => troubles.length > 0)
    await turn()
    native.answer(1, -192, -1)
    expect((await send).message).toContain('last heard: b1: connection refused (_TRANSPORT)')
    expect(troubles).toMatchObject([{ code: 'SAMSA_NO_BROKER', retryable: true }])
  })

  it('is a line of the log where a connection breaks that nothing waits for', async () => {
    const { native, troubles, logs } = startFaked()
    native.tell({ type: 'error', errno: -195, name: '_TRANSPORT', text: 'b1: connection refused', fatal: false })
    await until(() => logs.length > 0)
    expect(logs[0]).toContain('producer for cluster')
    native.tell({ type: 'error', errno: -181, name: '_SSL', text: 'b1: handshake failed', fatal: false })
    await until(() => troubles.length > 0)
    expect(troubles).toMatchObject([{ code: 'SAMSA_AUTHENTICATION' }])
  })
})
