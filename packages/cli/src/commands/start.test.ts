import { afterEach, describe, expect, it, jest } from '@jest/globals'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runSource, type SourceRun } from '@samsa/testkit'

// processes of their own, on machines that do other things as well
jest.setTimeout(60_000)

const fixtures = fileURLToPath(new URL('../../fixtures', import.meta.url))
const runs: SourceRun[] = []
afterEach(() => runs.splice(0).forEach(({ process: child }) => void (child.exitCode === null && child.kill('SIGKILL'))))

const start = (config: string, fake = '', args: readonly string[] = []): SourceRun => {
  const run = runSource(join(fixtures, 'fake-worker/main.ts'), ['start', ...args], {
    cwd: resolve(fixtures, 'configs', config),
    env: { FAKE: fake },
  })
  runs.push(run)
  return run
}
const linesOf = (run: SourceRun) =>
  run
    .output()
    .stdout.split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
const errorsOf = (run: SourceRun) => linesOf(run).filter(({ level }) => level === 'error')

describe('worker start', () => {
  it('logs the path of the config, runs, and ends with 0 after a signal', async () => {
    const run = start('good')
    await run.printed('fake worker runs')
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
    expect(linesOf(run).map(({ msg }) => msg)).toEqual([
      `config ${fixtures}/configs/good/worker.config.ts`,
      'fake worker runs',
      'SIGTERM: stopping',
      'fake worker stops: SIGTERM',
    ])
    expect(run.output().stdout).not.toContain('hunter2')
  })

  it('quiets at SIGTSTP, stops at SIGINT, and forces at a second signal: 2', async () => {
    const run = start('good', 'busy')
    await run.printed('fake worker runs')
    run.process.kill('SIGTSTP')
    await run.printed('fake worker is quiet')
    run.process.kill('SIGINT')
    await run.printed('fake worker stops: SIGINT')
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(2)
  })

  it('ends with 0 when the signal comes while the config is loaded', async () => {
    const run = start('slow')
    await run.printed('loading')
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
  })

  it.each([
    ['throws', 'uncaught exception: TypeError: nobody caught this: [redacted]'],
    ['rejects', 'unhandled rejection: nobody caught this either'],
  ])('ends with 4 after one line when the process %s', async (fake, message) => {
    const run = start('good', fake)
    expect(await run.ended).toBe(4)
    expect(errorsOf(run)).toEqual([expect.objectContaining({ code: 'SAMSA_UNCAUGHT', msg: message })])
    expect(run.output().stderr).toBe('')
    expect(run.output().stdout).not.toContain('hunter2')
  })

  it.each([
    ['ends', 0],
    ['fails-in-kafka', 3],
  ])('takes over how the worker ended: %s', async (fake, code) => {
    expect(await start('good', fake).ended).toBe(code)
  })

  it('tells all problems, a line each: 1', async () => {
    const run = start('good', 'problems')
    expect(await run.ended).toBe(1)
    expect(errorsOf(run).map(({ msg }) => msg)).toEqual(['problem 1', 'problem 2'])
  })

  it.each([
    ['throws', 'SAMSA_CONFIG_INVALID', /^worker\.config\.mjs throws RangeError: no brokers today \(.*worker\.config\.mjs:1\): correct it/],
    [
      'no-default',
      'SAMSA_CONFIG_INVALID',
      /^worker\.config\.ts has no default export: end it with `export default defineWorker\(\{ … \}\)`$/,
    ],
    ['not-worker', 'SAMSA_CONFIG_INVALID', /^the default export of .*worker\.config\.mjs is no worker: /],
    ['none', 'SAMSA_CONFIG_NOT_FOUND', /^no worker\.config\.ts, \.js or \.mjs in /],
  ])('says in one line what is wrong with the config, and no stack trace: %s', async (config, code, message) => {
    const run = start(config)
    expect(await run.ended).toBe(1)
    expect(errorsOf(run)).toEqual([{ level: 'error', time: expect.any(String), code, msg: expect.stringMatching(message) }])
    expect(run.output().stderr).toBe('')
  })

  it('says in one line where TypeScript cannot be read', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'samsa-start-'))
    writeFileSync(join(folder, 'worker.config.ts'), 'export default {\n  routes: [ }\n')
    const run = start(folder)
    expect(await run.ended).toBe(1)
    expect(errorsOf(run)).toEqual([
      expect.objectContaining({
        code: 'SAMSA_CONFIG_INVALID',
        msg: expect.stringMatching(/^worker\.config\.ts throws .*Expression expected/),
      }),
    ])
    rmSync(folder, { recursive: true })
  })

  it('listens for probes, and says that the port is in use before anything starts: 1', async () => {
    const run = start('good', '', ['--health-port', '0'])
    await run.printed('health: ')
    const port = Number(linesOf(run).find(({ port: number }) => number !== undefined)?.port)
    await run.printed('fake worker runs')
    expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200)
    const second = start('good', '', ['--health-port', String(port)])
    expect(await second.ended).toBe(1)
    expect(errorsOf(second).map(({ code }) => code)).toEqual(['SAMSA_OPTION_INVALID'])
    expect(second.output().stdout).not.toContain('fake worker runs')
    run.process.kill('SIGTERM')
    expect(await run.ended).toBe(0)
  })

  it('refuses values that cannot be used: 1', async () => {
    const run = start('good', '', ['--until-idle', 'soon', '--log-level', 'loud'])
    expect(await run.ended).toBe(1)
    expect(errorsOf(run)).toHaveLength(2)
  })
})
