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
      ['kind', 'group', 'topic', 'class', 'takes', 'ordering', 'concurrency', 'attempts, backoff', 'place'],
      [
        'consumer',
        'billing',
        'orders',
        'ChargeOrder',
        'record',
        'partition',
        'partitions',
        expect.stringContaining('until it succeeds'),
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
        expect.stringContaining('until it succeeds'),
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
