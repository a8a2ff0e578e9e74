import { describe, expect, it, jest } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { runSource } from '@samsa/testkit'

// processes of their own, on machines that do other things as well
jest.setTimeout(60_000)

const main = fileURLToPath(new URL('../../fixtures/fake-worker/main.ts', import.meta.url))

const worker = async (config: string, args: readonly string[], env = {}) => {
  const run = runSource(main, args, { cwd: fileURLToPath(new URL(`../../fixtures/configs/${config}`, import.meta.url)), env })
  const code = await run.ended
  return { code, ...run.output() }
}
const wordsOf = (text: string): string[][] =>
  text
    .trim()
    .split('\n')
    .map((line) => line.split(/ {2,}/))

describe('worker routes', () => {
  it('prints the plan as a table, without columns that say nothing', async () => {
    const { code, stdout, stderr } = await worker('shop', ['routes'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(wordsOf(stdout)).toEqual([
      ['kind', 'group', 'topic', 'class', 'takes', 'ordering', 'concurrency', 'attempts, backoff', 'dead letters', 'place'],
      [
        'consumer',
        'billing',
        'orders',
        'ChargeOrder',
        'record',
        'partition',
        'partitions',
        '5, exponential from 250ms to 30000ms',
        'dlq.orders',
        'worker.config.ts:21',
      ],
      [
        'consumer',
        'counting',
        'orders',
        'CountOrders',
        'batch',
        'partition',
        'partitions',
        '5, exponential from 250ms to 30000ms',
        'dlq.orders',
        'worker.config.ts:25',
      ],
    ])
  })

  it('prints the plan as JSON, without secrets and without what the filters leave out', async () => {
    const { code, stdout } = await worker('shop', ['routes', '--json', '--group', 'billing'])
    expect(code).toBe(0)
    const plan = JSON.parse(stdout) as { groups: { id: string; kafka: Record<string, string> }[] }
    expect(plan).toMatchObject({ version: 1, worker: { name: 'shop', drainMs: 10_000 } })
    expect(plan.groups.map(({ id }) => id)).toEqual(['billing'])
    expect(plan.groups[0]?.kafka).toMatchObject({
      'bootstrap.servers': 'kafka:9093',
      'sasl.username': '[redacted]',
      'sasl.password': '[redacted]',
    })
    expect(stdout).not.toContain('hunter2')
  })

  it('shows what share groups have: members and settings', async () => {
    const { code, stdout, stderr } = await worker('jobs', ['routes'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const [heads, consumer, share] = wordsOf(stdout)
    expect(heads).toEqual([
      'kind',
      'group',
      'topic',
      'class',
      'takes',
      'ordering',
      'concurrency',
      'members',
      'attempts, backoff',
      'dead letters',
      'when exhausted',
      'settings',
      'place',
    ])
    expect(consumer?.slice(0, 8)).toEqual(['consumer', 'counting', 'orders', 'CountOrders', 'record', 'partition', 'partitions', '1'])
    expect(consumer?.slice(8, 11)).toEqual(['5, exponential from 250ms to 30000ms', 'none', 'hold'])
    expect(share?.slice(0, 8)).toEqual(['share', 'jobs', 'orders', 'CountOrders', 'record', 'none', '32', '1'])
    expect(share?.slice(8)).toEqual([
      '5, exponential from 250ms to 30000ms',
      'dlq.orders',
      '-',
      'policy=verify lockDuration=20000ms',
      'worker.config.ts:16',
    ])
  })

  it('says which group or topic does not exist: 1', async () => {
    const { code, stderr } = await worker('shop', ['routes', '--group', 'biling'])
    expect(code).toBe(1)
    expect(stderr).toBe("worker: SAMSA_OPTION_INVALID no route of group 'biling': `worker routes` shows those there are\n")
  })
})

describe('worker check', () => {
  it('says that there is nothing wrong', async () => {
    const { code, stdout, stderr } = await worker('shop', ['check'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/^no problems in .*worker\.config\.ts: 2 groups, 2 routes\n$/)
  })

  it('shows every value with its origin, secrets redacted', async () => {
    const { code, stdout } = await worker('shop', ['check', '--show', '--drain', '3s'], {
      SAMSA_HEALTH_PORT: '8080',
      SAMSA_LOG_LEVEL: 'debug',
    })
    expect(code).toBe(0)
    const rows = new Map(wordsOf(stdout).map(([name, ...rest]) => [name, rest]))
    expect(rows.get('worker.drainMs')).toEqual(['3000', 'flag'])
    expect(rows.get('worker.health.port')).toEqual(['8080', 'environment'])
    expect(rows.get('worker.name')).toEqual(['"shop"', 'worker'])
    expect(rows.get('worker.startTimeoutMs')).toEqual(['60000', 'default'])
    expect(rows.get('log-level')).toEqual(['debug', 'environment'])
    expect(rows.get('cluster(default).kafka.sasl.password')).toEqual(['"[redacted]"', 'worker'])
    expect(rows.get('group(counting).options.commit')).toEqual(['"each"', 'group'])
    expect(rows.get('group(billing).topic(orders).timeoutMs')).toEqual(['5000', 'route'])
    expect(stdout).not.toContain('hunter2')
  })

  it('warns of what runs and may not do what is expected: 0', async () => {
    const { code, stdout, stderr } = await worker('jobs', ['check'])
    expect(code).toBe(0)
    expect(stdout).toMatch(/^no problems in .*: 2 groups, 2 routes, 3 warnings\n$/)
    const lines = stderr.trim().split('\n')
    expect(lines).toHaveLength(3)
    expect(lines.every((line) => line.startsWith("worker: warning: SAMSA_ROUTE_RISKY shareGroup('jobs')"))).toBe(true)
    for (const part of ['.settings.offsetReset', '.options.members', ".topic('orders').timeout"])
      expect(lines.filter((line) => line.includes(part))).toHaveLength(1)
  })

  it('prints problems and warnings as JSON', async () => {
    const { code, stdout, stderr } = await worker('jobs', ['check', '--json', '--until-idle', 'soon'])
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
    const { version, problems } = JSON.parse(stdout) as { version: number; problems: { severity: string; code: string; text: string }[] }
    expect(version).toBe(1)
    expect(problems.map(({ severity, code: name }) => `${severity} ${name}`)).toEqual([
      'error SAMSA_OPTION_INVALID',
      ...Array.from({ length: 3 }, () => 'warning SAMSA_ROUTE_RISKY'),
    ])
    expect(problems[0]?.text).toMatch(/^--until-idle: /)
  })

  it('tells every problem at once, a line each, without a stack trace: 1', async () => {
    const { code, stdout, stderr } = await worker('wrong', ['check', '--until-idle', 'soon'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    const lines = stderr.trim().split('\n')
    for (const part of ['--until-idle', '.drain', "['bootstrap.servers']", 'group.id', '.timeout', 'SAMSA_NOT_BUILT']) {
      expect(lines.filter((line) => line.includes(part))).toHaveLength(1)
    }
    expect(lines.every((line) => line.startsWith('worker: SAMSA_'))).toBe(true)
  })
})
