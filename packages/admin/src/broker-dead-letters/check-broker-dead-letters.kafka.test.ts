import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { systemClock, type AdminPort } from '@samsa/contracts'
import { findJava, freePorts, startBroker, type Broker, type BrokerOptions } from '@samsa/testkit'
import { createAdmin } from '../create-admin.js'
import type { DeclaredSettings } from '../group-settings/setting-row.js'
import { settleSettings } from '../group-settings/settle-settings.js'

// a broker of its own for each thing that only its start decides
jest.setTimeout(240_000)

const flag = 'errors.deadletterqueue.group.enable'
const topicConfig = 'errors.deadletterqueue.topic.name'
const settings = [
  { setting: 'deadLetter.broker', config: topicConfig, value: 'dlq.jobs' },
  { setting: 'deadLetter.broker', config: 'errors.deadletterqueue.copy.record.enable', value: 'true' },
]
const declared: DeclaredSettings = { group: 'jobs', policy: 'initialize', settings, deadLetterTopic: 'dlq.jobs' }
const open = (kafka: Readonly<Record<string, string>>): AdminPort => createAdmin({ kafka, clientId: 'test', clock: systemClock })
const settle = async (admin: AdminPort) => (await settleSettings(admin, [declared], { clock: systemClock }))[0]!

/** Runs with a broker and an admin client of it. */
const withBroker = async (options: BrokerOptions, run: (admin: AdminPort, broker: Broker) => Promise<void>): Promise<void> => {
  const broker = await startBroker({ ...options, own: true })
  const admin = open({ 'bootstrap.servers': broker.bootstrapServers })
  try {
    await run(admin, broker)
  } finally {
    await admin.close()
    await broker.stop()
  }
}

describe('dead letters that the broker writes, on a real Kafka', () => {
  it('4.4 are turned on once everything is there, and not before', () =>
    withBroker({ version: '4.4.0' }, async (admin) => {
      expect(await admin.features()).toMatchObject({ 'share.version': 2 })
      const missing = await settle(admin)
      expect(missing).toMatchObject({ set: [], problems: [{ reason: expect.stringContaining('topic dlq.jobs does not exist') }] })
      await admin.createTopics([{ name: 'dlq.jobs', partitions: 1, replicationFactor: 1, configs: {} }])
      expect((await settle(admin)).problems).toMatchObject([{ reason: expect.stringContaining(`has not ${flag}=true`) }])
      expect((await admin.describeConfigs('group', 'jobs'))[topicConfig]).toEqual({ value: '', source: 5 })
      await admin.alterConfigs('topic', 'dlq.jobs', { [flag]: 'true' })
      while ((await admin.describeConfigs('topic', 'dlq.jobs'))[flag]?.value !== 'true');
      expect(await settle(admin)).toMatchObject({ problems: [], rows: [{ state: 'equal' }, { state: 'equal' }] })
      expect((await admin.describeConfigs('group', 'jobs'))[topicConfig]).toEqual({ value: 'dlq.jobs', source: 8 })
    }))

  it('are refused where the feature is not finalized, and where names begin otherwise', () =>
    withBroker(
      { version: '4.4.0', features: { 'share.version': 1 }, settings: { 'errors.deadletterqueue.topic.name.prefix': 'dead.' } },
      async (admin) => {
        const { problems, set } = await settle(admin)
        expect(set).toEqual([])
        expect(problems.map(({ reason }) => reason)).toEqual([
          expect.stringContaining('share.version=1'),
          expect.stringContaining('dlq.jobs does not begin with dead. '),
          expect.stringContaining('topic dlq.jobs does not exist'),
        ])
      },
    ))

  it('4.2 are refused in one line', () =>
    withBroker({ version: '4.2.2' }, async (admin) => {
      expect((await settle(admin)).problems).toMatchObject([
        { code: 'SAMSA_DEAD_LETTER_TOPIC', reason: 'this Kafka writes no dead letters of share groups' },
      ])
    }))
})

describe('features', () => {
  const folder = mkdtempSync(join(tmpdir(), 'samsa-tls-'))
  const store = join(folder, 'broker.p12')
  const password = 'wonder-land'
  let keytool: (...args: readonly string[]) => string
  beforeAll(async () => {
    const java = await findJava()
    const tool = java.includes('/') ? join(dirname(java), 'keytool') : 'keytool'
    keytool = (...args) =>
      execFileSync(tool, [...args, '-alias', 'b', '-keystore', store, '-storepass', password], { encoding: 'utf8', stdio: 'pipe' })
    keytool('-genkeypair', '-keyalg', 'EC', '-storetype', 'PKCS12', '-dname', 'CN=broker', '-ext', 'san=ip:127.0.0.1', '-validity', '2')
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it('are told over TLS, before anybody logs in', async () => {
    const [port, saslPort, controllerPort] = (await freePorts(3)) as [number, number, number]
    const listeners = `PLAINTEXT://127.0.0.1:${port},SASL://127.0.0.1:${saslPort}`
    const own = {
      'listeners': `${listeners},CONTROLLER://127.0.0.1:${controllerPort}`,
      'advertised.listeners': listeners,
      'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
      'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,SASL:SASL_SSL,CONTROLLER:PLAINTEXT',
      'inter.broker.listener.name': 'PLAINTEXT',
      'sasl.enabled.mechanisms': 'PLAIN',
      'listener.name.sasl.plain.sasl.jaas.config': `org.apache.kafka.common.security.plain.PlainLoginModule required user_alice="${password}";`,
      'ssl.keystore.location': store,
      'ssl.keystore.type': 'PKCS12',
      'ssl.keystore.password': password,
      'ssl.key.password': password,
    }
    await withBroker({ port, settings: own }, async () => {
      const login = { 'sasl.mechanism': 'PLAIN', 'sasl.username': 'alice', 'sasl.password': 'not her password' }
      const secured = { 'bootstrap.servers': `127.0.0.1:${saslPort}`, 'security.protocol': 'sasl_ssl', ...login }
      const trusting = open({ ...secured, 'ssl.ca.pem': keytool('-exportcert', '-rfc') })
      const doubting = open(secured)
      expect(await trusting.features()).toMatchObject({ 'share.version': 2 })
      await expect(doubting.features()).rejects.toMatchObject({
        code: 'SAMSA_NO_BROKER',
        message: expect.stringContaining('self-signed certificate'),
      })
      await Promise.all([trusting.close(), doubting.close()])
    })
  })
})
