import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { FakeTopics, noBroker, notAuthorized } from '../testing/fake-topics.js'
import { prepareDeadLetterTopics } from './prepare-dead-letter-topics.js'
import type { WantedDeadLetterTopic } from './wanted-dead-letter-topic.js'

const wanted = (parts: Partial<WantedDeadLetterTopic> = {}): WantedDeadLetterTopic => ({
  route: 'groups.billing.routes[0]',
  sources: ['orders'],
  target: 'dlq.<topic>',
  create: true,
  ...parts,
})
const sources = { orders: { partitions: 6, configs: { 'max.message.bytes': '1000' } }, images: { partitions: 2, configs: {} } }

describe('prepareDeadLetterTopics', () => {
  it('creates what is missing, one for each source', async () => {
    const admin = new FakeTopics(sources)
    expect(await prepareDeadLetterTopics(admin, [wanted({ sources: ['orders', 'images'] })])).toEqual([])
    expect(admin.created).toEqual([
      { name: 'dlq.orders', partitions: 6, replicationFactor: 3, configs: { 'max.message.bytes': '132072' } },
      { name: 'dlq.images', partitions: 2, replicationFactor: 3, configs: {} },
    ])
  })

  it('creates a target of several routes once, with the partitions of the largest source', async () => {
    const admin = new FakeTopics(sources)
    const all = [
      wanted({ target: 'dlq.all', sources: ['images'], create: false }),
      wanted({ target: 'dlq.all', route: 'groups.billing.routes[1]' }),
    ]
    expect(await prepareDeadLetterTopics(admin, all)).toEqual([])
    expect(admin.created).toEqual([{ name: 'dlq.all', partitions: 6, replicationFactor: 3, configs: { 'max.message.bytes': '132072' } }])
  })

  it('creates what one of several routes wants created, also where they share an option', async () => {
    const admin = new FakeTopics(sources)
    const all = [wanted({ target: 'dlq.all', create: false }), wanted({ target: 'dlq.all', sources: ['images'] })]
    expect(await prepareDeadLetterTopics(admin, all)).toEqual([])
    expect(admin.created).toHaveLength(1)
  })

  it('leaves alone what exists', async () => {
    const admin = new FakeTopics({ ...sources, 'dlq.orders': { partitions: 1 } })
    expect(await prepareDeadLetterTopics(admin, [wanted(), wanted({ create: false })])).toEqual([])
    expect(admin.created).toEqual([])
    expect(await prepareDeadLetterTopics(admin, [])).toEqual([])
  })

  it('leaves to the first dead letter what has no source yet', async () => {
    const admin = new FakeTopics()
    const unknown = [wanted(), wanted({ sources: [] }), wanted({ sources: [], target: 'dlq.all' })]
    expect(await prepareDeadLetterTopics(admin, unknown)).toEqual([])
    expect(admin.created).toEqual([])
  })

  it('answers what is missing and not to be created, for every route', async () => {
    const admin = new FakeTopics(sources)
    const routes = ['groups.billing.routes[0]', 'groups.billing.routes[1]']
    const problems = await prepareDeadLetterTopics(
      admin,
      routes.map((route) => wanted({ route, create: false })),
    )
    expect(problems).toEqual(
      routes.map((route) => ({
        route,
        target: 'dlq.orders',
        code: 'SAMSA_DEAD_LETTER_TOPIC',
        reason: 'the topic does not exist, and is not to be created (create: false)',
        cure: 'create topic dlq.orders, or name another one (deadLetter)',
      })),
    )
    expect(admin.created).toEqual([])
    expect(await prepareDeadLetterTopics(admin, [wanted({ sources: [], target: 'dlq.all', create: false })])).toHaveLength(1)
  })

  it('answers what may not be seen or created, and goes on with the rest', async () => {
    for (const call of ['describe', 'create']) {
      const admin = new FakeTopics(sources)
      admin.refusals.set(`${call} dlq.orders`, notAuthorized('topic dlq.orders'))
      expect(await prepareDeadLetterTopics(admin, [wanted({ sources: ['orders', 'images'] })])).toEqual([
        {
          route: 'groups.billing.routes[0]',
          target: 'dlq.orders',
          code: 'SAMSA_DEAD_LETTER_TOPIC',
          reason: 'Broker: Topic authorization failed (TOPIC_AUTHORIZATION_FAILED)',
          cure: 'give this principal the rights WRITE and CREATE on topic dlq.orders (kafka-acls), or create the topic and give it WRITE',
        },
      ])
      expect(admin.topics.has('dlq.images')).toBe(true)
    }
  })

  it('answers names that Kafka refuses', async () => {
    const name = 'x'.repeat(249)
    const problems = await prepareDeadLetterTopics(new FakeTopics(), [wanted({ sources: [name] })])
    expect(problems).toMatchObject([{ target: `dlq.${name}`, reason: expect.stringContaining('at most 249 characters') }])
    const admin = new FakeTopics(sources)
    const collides = new SamsaError('SAMSA_KAFKA', "topic dlq.orders cannot be created: collides with 'dlq_orders' (TOPIC_EXCEPTION): …")
    admin.refusals.set('create dlq.orders', collides)
    expect(await prepareDeadLetterTopics(admin, [wanted()])).toMatchObject([{ reason: expect.stringContaining('collides') }])
  })

  it('rejects where no broker answers', async () => {
    const admin = new FakeTopics(sources)
    admin.refusals.set('describe dlq.orders', noBroker())
    await expect(prepareDeadLetterTopics(admin, [wanted()])).rejects.toMatchObject({ code: 'SAMSA_NO_BROKER' })
  })
})
