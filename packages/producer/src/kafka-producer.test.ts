import { describe, expect, it } from '@jest/globals'
import { record, rejection, startFaked, turn, until } from './started-producer.fake.js'

describe('sending', () => {
  it('hands all records of one turn to the library in one call', async () => {
    const { producer, native } = startFaked()
    const sends = ['a', 'b', 'c'].map((value) => producer.send('orders', record(value)))
    expect(native.calls).toEqual([])
    await turn()
    expect(native.calls).toEqual([3])
    native.answer(3, 0, 7)
    expect(await Promise.all(sends)).toEqual([0, 1, 2].map((offset) => ({ topic: 'orders', partition: 7, offset })))
    expect(producer.outstanding()).toBe(0)
  })

  it('carries key, value, headers, partition and timestamp, and tells empty from null', async () => {
    const { producer, native } = startFaked()
    const headers = [
      ['a', 'x'],
      ['a', null],
      ['é', Buffer.from('ÿ')],
      ['empty', ''],
    ] as const
    void producer.send('orders', record('väluę', { key: Buffer.from('k'), headers, partition: 3, timestampMs: 1_700_000_000_123 }))
    void producer.send('refunds', record('', { key: '' }))
    void producer.send('orders', record(null))
    await turn()
    expect(native.accepted).toMatchObject([
      {
        topic: 'orders',
        key: 'k',
        value: 'väluę',
        headers: [
          ['a', 'x'],
          ['a', null],
          ['é', 'ÿ'],
          ['empty', ''],
        ],
        partition: 3,
        timestampMs: 1_700_000_000_123,
      },
      { topic: 'refunds', key: '', value: '', headers: [], partition: -1, timestampMs: 0 },
      { topic: 'orders', key: null, value: null, headers: [], partition: -1 },
    ])
  })

  it('copies what it is given before it returns', async () => {
    const { producer, native } = startFaked()
    const value = Buffer.from('before')
    void producer.send('orders', record(null, { value }))
    value.write('after!')
    await turn()
    expect(native.accepted[0]).toMatchObject({ value: 'before' })
  })

  it('sends records larger than a page, in order with small ones', async () => {
    const { producer, native } = startFaked()
    const values = ['small', 'x'.repeat(1_000_000), 'é'.repeat(200_000), 'small again', 'y'.repeat(3_000_000), 'last']
    const sends = values.map((value) => producer.send('orders', record(value)))
    await until(() => native.accepted.length === values.length)
    expect(native.accepted.map((accepted) => accepted.value)).toEqual(values)
    native.answer()
    expect(await Promise.all(sends)).toHaveLength(values.length)
  })

  it('answers each send by its own report, whatever the order of the reports', async () => {
    const { producer, native } = startFaked({ records: 5000, bytes: 1e9 })
    const sends: Promise<unknown>[] = []
    for (let round = 0; round < 5; round++) {
      for (let index = 0; index < 700; index++) sends.push(producer.send('orders', record(`${round}-${index}`)))
      await turn()
      native.answer(300)
      await turn()
    }
    await until(() => native.accepted.length === 3500)
    native.answer()
    const offsets = (await Promise.all(sends)).map((metadata) => (metadata as { offset: number }).offset)
    expect(offsets).toEqual(Array.from({ length: 3500 }, (_, index) => index))
  })

  it('rejects a record that cannot be written, and only that one', async () => {
    const { producer, native } = startFaked()
    const good = producer.send('orders', record('good'))
    const bad = producer.send('orders', record(null, { value: 7 as never }))
    const badName = producer.send('no such name', record('x'))
    expect((await rejection(bad)).code).toBe('SAMSA_SERIALIZE')
    expect((await rejection(badName)).message).toContain("nothing can be sent to topic 'no such name': a topic name has only letters")
    await turn()
    native.answer()
    expect(await good).toMatchObject({ offset: 0 })
    expect(native.accepted.map((accepted) => accepted.value)).toEqual(['good'])
    expect(producer.outstanding()).toBe(0)
  })
})

describe('a batch', () => {
  it('is one promise with a result for each record, in order', async () => {
    const { producer, native } = startFaked()
    const batch = producer.sendAll(
      'orders',
      ['a', 'b', 'c'].map((value) => record(value)),
    )
    await turn()
    expect(native.calls).toEqual([3])
    native.answer()
    expect(await batch).toEqual([0, 1, 2].map((offset) => ({ topic: 'orders', partition: 0, offset })))
    expect(await producer.sendAll('orders', [])).toEqual([])
  })

  it('waits for all answers and then names those that did not arrive', async () => {
    const { producer, native } = startFaked()
    native.refuse = ({ value }) => (value === 'too large' ? 10 : 0)
    const batch = producer.sendAll(
      'orders',
      ['a', 'too large', 'c', 'd'].map((value) => record(value)),
    )
    await turn()
    native.answer(1)
    native.answer(1, -192, 2)
    await turn()
    expect(producer.outstanding()).toBe(1)
    native.answer()
    const rejected = await rejection(batch)
    expect(rejected.code).toBe('SAMSA_SEND_FAILED')
    expect(rejected.message).toMatch(
      /^2 of 4 records were not delivered; the first: record for orders was not delivered: .*message\.max\.bytes/,
    )
    expect(rejected.retryable).toBe(false)
    expect(rejected.details).toMatchObject({
      failedCount: 2,
      sentCount: 2,
      failed: [
        { index: 1, partition: -1 },
        { index: 2, partition: 2 },
      ],
    })
  })
})

describe('a full queue', () => {
  it('makes sends wait in order, below the limit of the library', async () => {
    const { producer, native } = startFaked({ records: 100, bytes: 1e9 })
    const values = Array.from({ length: 2500 }, (_, index) => `${index}`)
    const sends = Promise.all(values.map((value) => producer.send('orders', record(value))))
    await turn()
    while (native.unanswered > 0) {
      expect(native.unanswered).toBeLessThanOrEqual(100)
      native.answer(37)
      await turn()
      await turn()
    }
    expect(native.accepted.map((accepted) => accepted.value)).toEqual(values)
    expect((await sends).map(({ offset }) => offset)).toEqual(values.map(Number))
  })

  it('hands refused rows over again, in order, when the library is full before our limit', async () => {
    const { producer, native } = startFaked({ records: 1000, bytes: 1e9 })
    native.room = 10
    const values = Array.from({ length: 95 }, (_, index) => `${index}`)
    const batch = producer.sendAll(
      'orders',
      values.map((value) => record(value)),
    )
    await turn()
    while (native.unanswered > 0) {
      expect(native.unanswered).toBeLessThanOrEqual(10)
      native.answer(4)
      await turn()
      await turn()
    }
    expect(native.accepted.map((accepted) => accepted.value)).toEqual(values)
    expect(await batch).toHaveLength(95)
  })

  it('tries again by itself when the library is full although no answer is due', async () => {
    const { producer, native } = startFaked()
    native.room = 0
    const send = producer.send('orders', record('a'))
    await turn()
    native.room = 10
    await until(() => native.accepted.length === 1)
    native.answer()
    expect(await send).toMatchObject({ offset: 0 })
  })

  it('refuses a record that is larger than the whole queue', async () => {
    const { producer, native } = startFaked({ records: 1000, bytes: 1000 })
    native.refuse = () => 0
    native.room = 1
    const first = producer.send('orders', record('a'))
    const large = producer.send('orders', record('x'.repeat(1001)))
    const last = producer.send('orders', record('b'))
    expect((await rejection(large)).message).toContain('queue.buffering.max.kbytes')
    native.room = 2
    native.answer()
    await until(() => native.accepted.length === 2)
    native.answer()
    expect(await Promise.all([first, last])).toHaveLength(2)
  })
})
