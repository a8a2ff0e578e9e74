import { describe, expect, it } from '@jest/globals'
import { type AdminPort, systemClock } from '@samsa/contracts'
import { lazyAdmin } from '../compose/lazy-admin.js'
import type { EmbeddedKafka } from '../embedded/embedded-kafka.js'
import { openDeadLetters } from './open-dead-letters.js'

const producer = { send: () => Promise.reject(new Error('not here')) }
const producers = new Map([['default', producer]])

describe('openDeadLetters', () => {
  it('looks topics up with the client of the cluster, which opens for it', async () => {
    const asked: string[] = []
    const port = {
      describeTopics: async ([name]: readonly [string]) => (asked.push(name), [{ name, partitions: [{}, {}, {}] }]),
    } as unknown as AdminPort
    const admins = new Map([['default', lazyAdmin(() => port)]])
    const sending = openDeadLetters({ producers, admins, embedded: null, clock: systemClock }).get('default')
    expect(sending?.producer).toBe(producer)
    expect(await sending?.targets.partitions('dlq.orders', { source: 'orders', create: true })).toBe(3)
    expect(await sending?.targets.partitions('dlq.orders', { source: 'orders', create: true })).toBe(3)
    expect(asked).toEqual(['dlq.orders'])
  })

  it('creates on the embedded broker what a function names, and asks once', async () => {
    const created: string[] = []
    const embedded = { createTopic: (cluster: string, name: string) => (created.push(`${cluster} ${name}`), 4) } as unknown as EmbeddedKafka
    const targets = openDeadLetters({ producers, admins: new Map(), embedded, clock: systemClock }).get('default')?.targets
    const source = { source: 'orders', create: false }
    expect([await targets?.partitions('named', source), await targets?.partitions('named', source)]).toEqual([4, 4])
    targets?.forget('named')
    await targets?.partitions('named', source)
    expect(created).toEqual(['default named', 'default named'])
  })
})
