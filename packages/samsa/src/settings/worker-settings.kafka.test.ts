import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { createAdmin } from '@samsa/admin'
import { type AdminPort, systemClock } from '@samsa/contracts'
import { type Broker, runSource, startBroker } from '@samsa/testkit'

// processes of their own, on machines that do other things as well
jest.setTimeout(120_000)

const bin = fileURLToPath(new URL('../worker-bin.ts', import.meta.url))
const cwd = fileURLToPath(new URL('../../fixtures/jobs', import.meta.url))
const run = `worker-settings-${process.pid}-${Date.now()}`
const lockConfig = 'share.record.lock.duration.ms'
let names = 0

let broker: Broker
let admin: AdminPort
beforeAll(async () => {
  broker = await startBroker()
  admin = createAdmin({ kafka: { 'bootstrap.servers': broker.bootstrapServers }, clientId: 'test', clock: systemClock })
})
afterAll(async () => {
  await admin.close()
  await broker.stop()
})

const worker = async (group: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const source = runSource(bin, args, { cwd, env: { FIXTURE_BROKERS: broker.bootstrapServers, FIXTURE_GROUP: group, ...env } })
  const code = await source.ended
  const { stdout, stderr } = source.output()
  const lines = stdout.split('\n').flatMap((line) => (line.startsWith('{"') ? [JSON.parse(line) as Record<string, unknown>] : []))
  return { code, stdout, stderr, errors: lines.filter(({ level }) => level === 'error') }
}
const lockOf = async (group: string) => (await admin.describeConfigs('group', group))[lockConfig]

describe('settings of share groups', () => {
  it('worker settings shows the difference, --apply settles it', async () => {
    const group = `${run}-${names++}`
    const before = await worker(group, ['settings', '--json'])
    expect({ code: before.code, stderr: before.stderr }).toEqual({ code: 0, stderr: '' })
    expect(JSON.parse(before.stdout)).toMatchObject({
      version: 1,
      settings: [
        { cluster: 'default', group, setting: 'offsetReset', declared: 'earliest', onBroker: 'latest', source: 'default', state: 'unset' },
        { setting: 'lockDuration', config: lockConfig, declared: '20000', onBroker: '30000', state: 'unset' },
      ],
    })
    await admin.alterConfigs('group', group, { [lockConfig]: '25000' })
    const differs = await worker(group, ['settings'])
    expect(differs.code).toBe(1)
    expect(differs.stderr).toMatch(
      /^worker: SAMSA_GROUP_SETTING shareGroup\('.*'\)\.settings\.lockDuration \(.*worker\.config\.ts:\d+\): .*=25000 .* 20000 is declared: `worker settings --apply` .*\n$/,
    )
    const applied = await worker(group, ['settings', '--apply'])
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: '' })
    expect(await lockOf(group)).toEqual({ value: '20000', source: 8 })
  })

  it('shows those that make the broker write dead letters, and what it needs for them', async () => {
    const [group, dead] = [`${run}-${names++}`, `dlq.${run}-${names++}`]
    const missing = await worker(group, ['settings', '--apply', '--json'], { FIXTURE_BROKER_DEAD_LETTERS: dead })
    expect(missing.code).toBe(1)
    expect(missing.stderr).toMatch(
      /^worker: SAMSA_DEAD_LETTER_TOPIC shareGroup\('.*'\)\.topic\('jobs'\)\.deadLetter\.broker \(.*\): topic .* does not exist/,
    )
    expect(JSON.parse(missing.stdout)).toMatchObject({ set: [] })
    await admin.createTopics([
      { name: dead, partitions: 1, replicationFactor: 1, configs: { 'errors.deadletterqueue.group.enable': 'true' } },
    ])
    const applied = await worker(group, ['settings', '--apply', '--json'], { FIXTURE_BROKER_DEAD_LETTERS: dead })
    expect({ code: applied.code, stderr: applied.stderr }).toEqual({ code: 0, stderr: '' })
    const shown = (JSON.parse(applied.stdout) as { settings: { setting: string }[] }).settings
    expect(shown.filter(({ setting }) => setting === 'deadLetter.broker')).toMatchObject([
      { config: 'errors.deadletterqueue.topic.name', declared: dead, onBroker: dead, source: 'group', state: 'equal' },
      { config: 'errors.deadletterqueue.copy.record.enable', declared: 'true', onBroker: 'true', source: 'group', state: 'equal' },
    ])
  })

  it('tells values out of bounds before anything is set: 1', async () => {
    const { code, stderr, stdout } = await worker(`${run}-${names++}`, ['settings', '--json'], { FIXTURE_LOCK: '70s' })
    expect(code).toBe(1)
    expect(stderr).toContain('refuses share.record.lock.duration.ms=70000: group.share.max.record.lock.duration.ms of the brokers is 60000')
    expect(JSON.parse(stdout)).toMatchObject({ settings: [{ state: 'unset' }, { setting: 'lockDuration', state: 'refused' }] })
  })

  it('worker start sets what nobody has set, before it joins', async () => {
    const group = `${run}-${names++}`
    await admin.createTopics([{ name: group, partitions: 2, replicationFactor: 1, configs: {} }])
    const { code, stdout, errors } = await worker(group, ['start', '--until-idle', '10s'], { FIXTURE_TOPIC: group, FIXTURE_SENDS: '1' })
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
    expect(stdout.indexOf(`${lockConfig}=20000 set on the broker`)).toBeLessThan(stdout.indexOf('group.joined'))
    expect(await lockOf(group)).toEqual({ value: '20000', source: 8 })
    // sent before the group had ever joined: it begins at the earliest
    expect(stdout.split('\n').filter((line) => line.startsWith('ran '))).toHaveLength(10)
  })

  it('worker start refuses another value before it joins, and says what settles it: 1', async () => {
    const group = `${run}-${names++}`
    await admin.alterConfigs('group', group, { [lockConfig]: '25000' })
    const { code, errors } = await worker(group, ['start'])
    expect(code).toBe(1)
    expect(errors).toEqual([
      expect.objectContaining({ code: 'SAMSA_GROUP_SETTING', msg: expect.stringContaining('worker settings --apply') }),
    ])
    expect(await lockOf(group)).toEqual({ value: '25000', source: 8 })
  })

  it('passes on why the broker refuses a value: 1', async () => {
    const { code, errors } = await worker(`${run}-${names++}`, ['start'], { FIXTURE_LOCK: '70s' })
    expect(code).toBe(1)
    expect(errors).toEqual([expect.objectContaining({ code: 'SAMSA_GROUP_SETTING', msg: expect.stringContaining('range 1000 to 60000') })])
  })

  it('says that share groups are switched off, as worker start does: 3', async () => {
    const without = await startBroker({ own: true, features: { 'share.version': 0 } })
    try {
      const env = { FIXTURE_BROKERS: without.bootstrapServers }
      const shown = await worker(`${run}-${names++}`, ['settings'], env)
      expect(shown).toMatchObject({
        code: 3,
        stderr: expect.stringMatching(/^worker: SAMSA_GROUP_FAILED group .*: share groups need Kafka 4\.2 or later/),
      })
      const { code, errors } = await worker(`${run}-${names++}`, ['start'], env)
      expect(code).toBe(3)
      expect(errors).toMatchObject([{ code: 'SAMSA_GROUP_FAILED', msg: expect.stringContaining('--feature share.version=1') }])
    } finally {
      await without.stop()
    }
  })

  it('says that no broker was reached: 3', async () => {
    const { code, stderr } = await worker(`${run}-${names++}`, ['settings', '--start-timeout', '1s'], { FIXTURE_BROKERS: '127.0.0.1:1' })
    expect(code).toBe(3)
    expect(stderr).toContain('worker: SAMSA_NO_BROKER ')
  })
})
