import { describe, expect, it } from '@jest/globals'
import { systemClock, type AdminPort } from '@samsa/contracts'
import { kafkaError, MockCluster } from '@samsa/librdkafka'
import { adminSettings } from './admin-settings.js'
import { createAdmin } from './create-admin.js'
import { mapError, mapFailures } from './map-error.js'

async function withMock(run: (admin: AdminPort, cluster: MockCluster) => Promise<void>): Promise<void> {
  const cluster = new MockCluster(1)
  const admin = createAdmin({
    kafka: { 'bootstrap.servers': cluster.bootstrapServers },
    clientId: 'test',
    clock: systemClock,
    timeoutMs: 5_000,
  })
  await run(admin, cluster)
  await admin.close()
  cluster.destroy()
}

describe('requests', () => {
  it('wait while a coordinator loads and while a leader is being elected', () =>
    withMock(async (admin, cluster) => {
      cluster.createTopic('orders', 2)
      cluster.pushRequestErrors(9, [14, 16, 15])
      expect(await admin.committedOffsets('billing')).toEqual([])
      cluster.pushRequestErrors(2, [6])
      expect(await admin.bounds(['orders'])).toEqual([0, 1].map((partition) => ({ topic: 'orders', partition, low: 0, high: 0 })))
    }))

  it('say that no broker is there, and what to do', async () => {
    const admin = createAdmin({ kafka: { 'bootstrap.servers': '127.0.0.1:1' }, clientId: 'test', clock: systemClock, timeoutMs: 300 })
    await expect(admin.describeTopics(['orders'])).rejects.toMatchObject({
      code: 'SAMSA_NO_BROKER',
      retryable: true,
      message: expect.stringMatching(/^topics cannot be described: .*: check bootstrap\.servers/),
    })
    await admin.close()
  })
})

describe('settings', () => {
  it('of producers and consumers alone are left out', () => {
    const kafka = {
      'bootstrap.servers': 'b:1',
      'acks': 1,
      'enable.idempotence': true,
      'fetch.min.bytes': 5,
      'sasl.username': undefined,
      'socket.timeout.ms': 7,
    }
    expect(adminSettings(kafka, 'me')).toEqual({
      'client.id': 'me',
      'bootstrap.servers': 'b:1',
      'sasl.username': undefined,
      'socket.timeout.ms': 7,
    })
  })

  it('that librdkafka refuses are one clear error', () => {
    const open = (): AdminPort => createAdmin({ kafka: { 'socket.timeout.ms': -7 }, clientId: 'test', clock: systemClock })
    expect(open).toThrow(expect.objectContaining({ code: 'SAMSA_KAFKA_SETTING', details: { property: 'socket.timeout.ms' } }))
  })
})

describe('an error', () => {
  it('of the connection replaces the reason of a request that timed out', () => {
    const trouble = { name: '_AUTHENTICATION', text: 'b1: SASL authentication error: wrong password' }
    expect(mapError('topics cannot be described', kafkaError(-185), trouble)).toMatchObject({
      code: 'SAMSA_AUTHENTICATION',
      retryable: false,
      message:
        'topics cannot be described: b1: SASL authentication error: wrong password (_AUTHENTICATION): check sasl.mechanism, the credentials and security.protocol',
    })
  })

  it('that is no error of Kafka is passed on as it is', () => {
    const own = new TypeError('ours')
    expect(() => mapError('x', own, null)).toThrow(own)
  })

  it('names all items that failed', () => {
    expect(mapFailures([])).toBeNull()
    const both = mapFailures([
      { what: 'topic a', error: kafkaError(29) },
      { what: 'topic b', error: kafkaError(3) },
    ])
    expect(both).toMatchObject({ code: 'SAMSA_AUTHORIZATION', message: expect.stringMatching(/^topic a: .*; topic b: .*create the topic/) })
  })
})
