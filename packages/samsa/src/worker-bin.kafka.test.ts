import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { createAdmin } from '@samsa/admin'
import { systemClock } from '@samsa/contracts'
import { type Broker, runSource, startBroker } from '@samsa/testkit'

const bin = fileURLToPath(new URL('./worker-bin.ts', import.meta.url))
const cwd = fileURLToPath(new URL('../fixtures/shop', import.meta.url))
const name = `worker-bin-${process.pid}-${Date.now()}`

let broker: Broker
beforeAll(async () => {
  broker = await startBroker()
  const admin = createAdmin({ kafka: { 'bootstrap.servers': broker.bootstrapServers }, clientId: 'test', clock: systemClock })
  await admin.createTopics([{ name, partitions: 2, replicationFactor: 1, configs: {} }])
  await admin.close()
})
afterAll(() => broker.stop())

const start = async (args: readonly string[], env: NodeJS.ProcessEnv = {}) => {
  const run = runSource(bin, ['start', ...args], {
    cwd,
    env: { FIXTURE_BROKERS: broker.bootstrapServers, FIXTURE_TOPIC: name, FIXTURE_GROUP: name, ...env },
  })
  const code = await run.ended
  const { stdout, stderr } = run.output()
  const lines = stdout.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Record<string, unknown>] : []))
  return { code, stderr, lines, handled: stdout.split('\n').filter((line) => line.startsWith('handled ')) }
}

describe('worker start on a real Kafka', () => {
  it('handles what is there, commits it, and ends with 0; the next one gets only what is new', async () => {
    const first = await start(['--until-idle', '1s'])
    expect({ code: first.code, stderr: first.stderr }).toEqual({ code: 0, stderr: '' })
    expect(first.handled).toHaveLength(10)
    const second = await start(['--until-idle', '1s'])
    expect(second.code).toBe(0)
    expect(second.handled).toHaveLength(10)
  })

  it('ends with 3 and one error line where no broker is reached in time', async () => {
    const { code, lines } = await start(['--start-timeout', '1s', '--drain', '1s'], { FIXTURE_BROKERS: '127.0.0.1:1', FIXTURE_SENDS: '0' })
    expect(code).toBe(3)
    expect(lines.filter(({ level, exitCode }) => level === 'error' && exitCode === 3)).toEqual([
      expect.objectContaining({ code: 'SAMSA_NO_BROKER' }),
    ])
  })
})
