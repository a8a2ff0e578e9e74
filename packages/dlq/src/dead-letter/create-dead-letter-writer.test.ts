import { beforeEach, describe, expect, it } from '@jest/globals'
import { defaultDeadLetter, SamsaError, type Clock, type DeadLetterPlan, type OutgoingRecord } from '@samsa/contracts'
import { buildFailure } from '../testing/build-failure.js'
import { buildJob, type JobParts } from '../testing/build-job.js'
import { FakeWrites, headerText, headerTexts, sendFailed } from '../testing/fake-writes.js'
import { createDeadLetterWriter } from './create-dead-letter-writer.js'
import type { DeadLetterHooks, DeadLetterOrigin, DeadLetterWriterOptions } from './dead-letter-writer.js'

const origin: DeadLetterOrigin = { cluster: 'default', group: 'billing', kind: 'consumer', worker: 'shop', version: '1.2.3' }
const waits: number[] = []
const clock: Clock = {
  now: () => 0,
  wall: () => 0,
  at: (atMs, run) => {
    waits.push(atMs)
    queueMicrotask(run)
    return () => undefined
  },
}
beforeEach(() => void waits.splice(0))
const set = (
  plan: Partial<DeadLetterPlan> = {},
  hooks: DeadLetterHooks | null = null,
  parts: Partial<Pick<DeadLetterWriterOptions, 'origin' | 'comesBack'>> = {},
) => {
  const writes = new FakeWrites()
  const { producer, targets } = writes
  const options = { plan: { ...defaultDeadLetter, ...plan }, hooks, producer, targets, origin, comesBack: () => false, clock }
  const writer = createDeadLetterWriter({ ...options, ...parts })
  return { writes, write: (parts: JobParts = {}) => writer.write(buildJob(parts)) }
}
const throwing = (thrown: unknown): DeadLetterHooks['topic'] & DeadLetterHooks['transform'] & DeadLetterHooks['headers'] => {
  const hook: () => never = () => {
    throw thrown
  }
  return hook
}
const nonsense = (answer: unknown) => (() => answer) as () => never
const sizeOf = ({ key, value, headers }: OutgoingRecord): number =>
  [key, value, ...(headers ?? []).flat()].reduce<number>((sum, part) => sum + (part?.length ?? 0), 0)

describe('a dead letter', () => {
  it('has key, value and headers as they came, before ours, and the time of its writing', async () => {
    const { writes, write } = set()
    const headers = [
      ['kind', Uint8Array.of(3)],
      ['kind', null],
      ['samsa.dlq.id', Uint8Array.of(4)],
    ] as const
    const written = await write({ raw: { headers } })
    const { topic, record } = writes.sent[0]!
    expect(topic).toBe('dlq.orders')
    expect(record).toMatchObject({ key: Uint8Array.of(1), value: Uint8Array.of(2, 255), timestampMs: null })
    expect(record.headers!.slice(0, 3)).toEqual(headers)
    expect(headerTexts(record).map(([name]) => name)[3]).toBe('__dlq.errors.topic')
    const id = 'default/billing/orders/5/42@1700000000000'
    expect(headerText(record, 'samsa.dlq.id')).toBe(id)
    expect(written).toEqual({ target: 'dlq.orders', partition: 2, offset: 0, id, omitted: [] })
  })

  it('keeps null and empty apart', async () => {
    const { writes, write } = set()
    await write({ raw: { key: null, value: new Uint8Array(0) } })
    expect(writes.sent[0]!.record).toMatchObject({ key: null, value: new Uint8Array(0) })
  })

  it('has the partition of the same number, modulo those of the target', async () => {
    const { writes, write } = set({ create: false })
    writes.partitions = 4
    expect(await write({ record: { partition: 6 } })).toMatchObject({ partition: 2 })
    expect(writes.asked).toEqual([{ target: 'dlq.orders', source: 'orders', create: false }])
  })

  it('goes where its rule says, then the plan, then the function', async () => {
    const topic = () => 'dlq.by-hook'
    const toRule = { job: { topic: 'dlq.by-rule' } }
    expect(await set({ topic: null }, { topic }).write(toRule)).toMatchObject({ target: 'dlq.by-rule' })
    expect(await set({ topic: null }, { topic }).write()).toMatchObject({ target: 'dlq.by-hook' })
    expect(await set({ topic: 'dlq.all' }, { topic: 'dlq.all' }).write()).toMatchObject({ target: 'dlq.all' })
  })

  it('is never written to the topic that it came from', async () => {
    const { writes, write } = set({ topic: null }, { topic: ({ topic }) => topic })
    await expect(write()).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED', message: expect.stringContaining('came from') })
    expect(writes.sent).toEqual([])
  })

  it('goes to no topic that its route consumes, and has none created', async () => {
    const { writes, write } = set({}, null, { comesBack: (topic) => topic === 'dlq.orders' })
    await expect(write()).rejects.toMatchObject({
      code: 'SAMSA_DEAD_LETTER_FAILED',
      message: expect.stringMatching(/^dead letter of orders\/5\/42 was not written to dlq\.orders: this route consumes it as well/),
      details: { target: 'dlq.orders' },
    })
    expect([writes.asked, writes.sent]).toEqual([[], []])
    expect(await write({ job: { topic: 'dlq.by-rule' } })).toMatchObject({ target: 'dlq.by-rule' })
  })
})

const refuse = (): never => {
  throw new Error('not yours')
}
const unreadable = Object.defineProperty(new TypeError('no'), 'message', { get: refuse })

describe('hooks', () => {
  it('see the record and what was thrown', async () => {
    const seen: unknown[] = []
    const thrown = new Error('no')
    const hook =
      <Answer>(answer: Answer) =>
      (record: { readonly id: string }, error: unknown): Answer => {
        seen.push([record.id, error])
        return answer
      }
    const hooks = { topic: hook('dlq.x'), transform: hook('masked'), headers: hook({ team: 'billing' }) }
    const { writes, write } = set({ topic: null }, hooks)
    await write({ job: { failure: buildFailure({ thrown }) } })
    expect(seen).toEqual(Array(3).fill(['orders/5/42', thrown]))
    expect(writes.sent[0]!.record).toMatchObject({ key: Uint8Array.of(1), value: 'masked' })
    expect(headerTexts(writes.sent[0]!.record)[1]).toEqual(['team', 'billing'])
  })

  it('cannot speak for Samsa: the last header of a name counts', async () => {
    const { writes, write } = set({}, { headers: () => [['samsa.dlq.id', 'mine']] })
    await write()
    expect(headerText(writes.sent[0]!.record, 'samsa.dlq.id')).toContain('orders/5/42')
  })

  it.each([
    ['that names the topic throws', { topic: throwing(new Error('no idea')) }, null, 'no idea'],
    ['throws nothing', { topic: throwing(undefined) }, null, 'a hook of the policy threw undefined'],
    ['throws what is no text', { topic: throwing(Object.create(null)) }, null, 'a hook of the policy threw an object'],
    ['throws what cannot be looked at', { topic: throwing(unreadable) }, null, 'TypeError'],
    [
      'throws a proxy',
      { topic: throwing(new Proxy({}, { get: refuse, getPrototypeOf: refuse })) },
      null,
      'a hook of the policy threw an object',
    ],
    [
      'throws an error whose message is a symbol',
      { topic: throwing(Object.assign(new Error('no'), { message: Symbol('m') })) },
      null,
      'Error',
    ],
    ['names no topic', { topic: nonsense(undefined) }, null, 'undefined is no dead-letter topic: a topic name is a string'],
    ['names what Kafka refuses', { topic: () => 'dlq/orders' }, null, "not '/'"],
    ['names it later', { topic: nonsense(Promise.reject(new Error('late'))) }, null, 'deadLetter.topic answered a promise'],
    ['for the value throws', { topic: () => 'dlq.x', transform: throwing(new Error('no idea')) }, 'dlq.x', 'no idea'],
    ['answers no value', { topic: () => 'dlq.x', transform: nonsense(undefined) }, 'dlq.x', 'deadLetter.transform answered undefined'],
    ['answers an object', { topic: () => 'dlq.x', transform: nonsense({}) }, 'dlq.x', 'deadLetter.transform answered an object'],
    ['answers the value later', { topic: () => 'dlq.x', transform: nonsense(Promise.resolve('')) }, 'dlq.x', 'answered a promise'],
    ['for headers throws', { topic: () => 'dlq.x', headers: throwing(new Error('no idea')) }, 'dlq.x', 'no idea'],
    ['answers no headers', { topic: () => 'dlq.x', headers: nonsense(undefined) }, 'dlq.x', 'deadLetter.headers answered undefined'],
    ['answers text', { topic: () => 'dlq.x', headers: nonsense('a: b') }, 'dlq.x', "deadLetter.headers answered 'a: b'"],
    ['answers broken headers', { topic: () => 'dlq.x', headers: nonsense([['a', 1]]) }, 'dlq.x', 'no pair'],
    ['answers a number', { topic: () => 'dlq.x', headers: nonsense({ a: [1] }) }, 'dlq.x', 'no pair'],
    ['answers headers later', { topic: () => 'dlq.x', headers: nonsense(Promise.resolve({})) }, 'dlq.x', 'answered a promise'],
  ] as const)('fail the write where one %s', async (_name, hooks, target, text) => {
    const { writes, write } = set({ topic: null }, hooks)
    await expect(write()).rejects.toMatchObject({
      code: 'SAMSA_DEAD_LETTER_FAILED',
      retryable: true,
      message: expect.stringContaining(text),
      details: { target, topic: 'orders', partition: 5, offset: 42 },
    })
    expect(writes.sent).toEqual([])
  })
})

describe('a record that is too large', () => {
  const refusing = (kafka: string, isTooLarge: (record: OutgoingRecord) => boolean, hooks: DeadLetterHooks | null = null) => {
    const { writes, write } = set({}, hooks)
    let tries = 0
    writes.refuse = (record) => (tries++, isTooLarge(record) ? sendFailed(kafka) : null)
    return { writes, write, tries: () => tries }
  }
  const thrown = Object.assign(new Error('no'), { stack: 's'.repeat(1000) })
  const large: JobParts = {
    raw: { key: new Uint8Array(500), value: new Uint8Array(2000), headers: [['big', new Uint8Array(1000)]] },
    job: { failure: buildFailure({ thrown }) },
  }

  it.each([
    ['nothing', 6000, []],
    ['its stack', 4500, ['stack']],
    ['its headers', 3400, ['stack', 'headers']],
    ['its value', 1400, ['stack', 'headers', 'value']],
    ['its key', 1000, ['stack', 'headers', 'value', 'key']],
  ])('leaves out %s and what stands before it, and says so', async (_name, limit, omitted) => {
    const { writes, write } = refusing('MSG_SIZE_TOO_LARGE', (record) => sizeOf(record) > limit)
    expect(await write(large)).toMatchObject({ omitted })
    const { record } = writes.sent[0]!
    expect(headerText(record, 'samsa.dlq.omitted')).toBe(omitted.length === 0 ? undefined : omitted.join(','))
    expect(headerText(record, 'samsa.dlq.value.bytes')).toBe(omitted.includes('value') ? '2000' : undefined)
    expect(record.value === null).toBe(omitted.includes('value'))
    expect(record.key === null).toBe(omitted.includes('key'))
    expect(headerText(record, '__dlq.errors.offset')).toBe('42')
  })

  it.each([
    ['keeps', 'its own headers are enough', 4300, ['stack', 'headers']],
    ['loses', 'they are too large as well', 3400, ['stack', 'headers', 'added-headers']],
    ['loses', 'its value has to go', 1400, ['stack', 'headers', 'added-headers', 'value']],
  ])('%s the headers that the application adds where %s', async (verb, _where, limit, omitted) => {
    const { writes, write } = refusing('MSG_SIZE_TOO_LARGE', (record) => sizeOf(record) > limit, {
      headers: () => ({ team: 'x'.repeat(600) }),
    })
    expect(await write(large)).toMatchObject({ omitted })
    const { record } = writes.sent[0]!
    expect(headerText(record, 'team')?.length).toBe(verb === 'keeps' ? 600 : undefined)
    expect([headerText(record, 'big'), headerText(record, 'samsa.dlq.omitted')]).toEqual([undefined, omitted.join(',')])
  })

  it('is sent as a whole once more: its neighbours in a batch may have been too large', async () => {
    let refused = false
    const { writes, write } = refusing('MSG_SIZE_TOO_LARGE', () => !refused && (refused = true))
    expect(await write(large)).toMatchObject({ omitted: [] })
    expect(writes.sent).toHaveLength(1)
  })

  it('has nothing left out that it does not have', async () => {
    const { write } = refusing('MSG_SIZE_TOO_LARGE', ({ key }) => key !== null)
    expect(await write({ raw: { headers: [] } })).toMatchObject({ omitted: ['stack', 'value', 'key'] })
  })

  it.each(['RECORD_LIST_TOO_LARGE', '_QUEUE_FULL'])('may be too large in other words: %s', async (kafka) => {
    const { write } = refusing(kafka, ({ value }) => value !== null)
    expect(await write(large)).toMatchObject({ omitted: ['stack', 'headers', 'value'] })
  })

  it('fails where nothing is small enough', async () => {
    const { writes, write, tries } = refusing('MSG_SIZE_TOO_LARGE', () => true)
    await expect(write(large)).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED', details: { target: 'dlq.orders' } })
    expect(tries()).toBe(6)
    expect(writes.forgotten).toEqual([])
  })

  it('is tried again one after the other', async () => {
    const { writes, write } = set()
    const inFlight = new Set<unknown>()
    let most = 0
    const { producer } = writes
    const send = producer.send
    Object.assign(producer, {
      send: async (topic: string, record: OutgoingRecord) => {
        const isRetry = writes.refuse(record, topic) === null
        if (isRetry) most = Math.max(most, inFlight.add(record).size)
        await Promise.resolve()
        inFlight.delete(record)
        return send(topic, record)
      },
    })
    writes.refuse = (record) => (record.value === null ? null : sendFailed('MSG_SIZE_TOO_LARGE'))
    const written = await Promise.all([write(large), write(large), write(large)])
    expect(written.map(({ omitted }) => omitted.length)).toEqual([3, 3, 3])
    expect(most).toBe(1)
  })
})

describe('a write that fails', () => {
  it('looks a target up again that is gone, and is sent again', async () => {
    for (const kafka of ['UNKNOWN_TOPIC_OR_PART', '_UNKNOWN_TOPIC', '_UNKNOWN_PARTITION']) {
      const { writes, write } = set()
      writes.refuse = () => (writes.forgotten.length === 0 ? sendFailed(kafka) : null)
      expect(await write()).toMatchObject({ omitted: [] })
      expect(writes.forgotten).toEqual(['dlq.orders'])
      expect(writes.asked).toHaveLength(2)
      expect(waits).toEqual([])
    }
  })

  it('waits until the producer knows a target that was created again', async () => {
    const { writes, write } = set()
    writes.refuse = () => (writes.forgotten.length < 4 ? sendFailed('_UNKNOWN_TOPIC') : null)
    expect(await write()).toMatchObject({ partition: 2 })
    expect(waits).toEqual([500, 500, 500])
  })

  it('goes to any partition where the producer does not come to know the right one, and the record may be lost (share group)', async () => {
    const { writes, write } = set({}, null, { origin: { ...origin, kind: 'share' } })
    writes.refuse = ({ partition }) => (partition === null ? null : sendFailed('_UNKNOWN_PARTITION'))
    await write()
    expect(writes.sent[0]!.record.partition).toBeNull()
  })

  it('goes to no other partition in a consumer group, which can wait', async () => {
    const { writes, write } = set()
    const partitions: unknown[] = []
    writes.refuse = ({ partition }) => (partitions.push(partition), sendFailed('_UNKNOWN_PARTITION'))
    await expect(write()).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED', details: { target: 'dlq.orders' } })
    expect(partitions).toEqual(Array(10).fill(2))
  })

  it('fails where its target is still gone', async () => {
    const { writes, write } = set()
    writes.refuse = () => sendFailed('UNKNOWN_TOPIC_OR_PART')
    const cause = { code: 'SAMSA_SEND_FAILED' }
    await expect(write()).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED', details: { target: 'dlq.orders' }, cause })
    expect(writes.asked).toHaveLength(10)
  })

  it('fails with whatever Kafka said, and looks at the target again next time', async () => {
    const { writes, write } = set()
    writes.refuse = () => sendFailed('TOPIC_AUTHORIZATION_FAILED')
    await expect(write()).rejects.toMatchObject({
      code: 'SAMSA_DEAD_LETTER_FAILED',
      message:
        'dead letter of orders/5/42 was not written to dlq.orders: record for dlq.orders was not delivered (TOPIC_AUTHORIZATION_FAILED)',
    })
    expect(writes.forgotten).toEqual(['dlq.orders'])
    writes.refuse = () => new SamsaError('SAMSA_PRODUCER_CLOSED', 'the producer is closed')
    await expect(write()).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED' })
    expect(writes.sent).toEqual([])
  })

  it('fails where the target is not to be had', async () => {
    const { writes, write } = set()
    const missing = new SamsaError('SAMSA_DEAD_LETTER_TOPIC', 'dead-letter topic dlq.orders does not exist')
    Object.assign(writes.targets, { partitions: () => Promise.reject(missing) })
    await expect(write()).rejects.toMatchObject({ code: 'SAMSA_DEAD_LETTER_FAILED', cause: missing })
  })
})
