import { describe, expect, it } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import type { Host } from './host.js'
import { runCli } from './run-cli.js'
import type { Runtime } from './runtime.js'

const runtime: Runtime = {
  version: '1.2.3',
  prepare: () => {
    throw new Error('not in these tests')
  },
  settings: () => Promise.reject(new Error('not in these tests')),
}

const run = async (args: readonly string[], cwd = '/', variables = {}) => {
  let stdout = ''
  let stderr = ''
  const host: Host = {
    args,
    cwd,
    variables,
    stdout: { write: (text) => void (stdout += text), isTerminal: false, columns: undefined },
    stderr: { write: (text) => void (stderr += text), isTerminal: false, columns: undefined },
  }
  return { code: await runCli(runtime, host), stdout, stderr }
}

describe('worker', () => {
  it('prints its version and its help', async () => {
    expect(await run(['--version'])).toEqual({ code: 0, stdout: '1.2.3\n', stderr: '' })
    const help = await run(['start', '--help'])
    expect(help.code).toBe(0)
    for (const word of ['--embedded', '--until-idle <duration>', '--drain <duration>', '--health-port <port>', 'Examples:', 'Exit codes:'])
      expect(help.stdout).toContain(word)
  })

  it.each([
    [['strat'], "worker: SAMSA_OPTION_INVALID: unknown command 'strat' (Did you mean start?); see `worker --help`\n"],
    [['start', '--drian', '1s'], "worker: SAMSA_OPTION_INVALID: unknown option '--drian' (Did you mean --drain?); see `worker --help`\n"],
    [['start', '--drain'], "worker: SAMSA_OPTION_INVALID: option '--drain <duration>' argument missing; see `worker --help`\n"],
    [
      ['routes', 'billing'],
      "worker: SAMSA_OPTION_INVALID: too many arguments for 'routes'. Expected 0 arguments but got 1.; see `worker --help`\n",
    ],
  ])('answers %j with one line and 1', async (args, stderr) => {
    expect(await run(args)).toEqual({ code: 1, stdout: '', stderr })
  })

  it('prints the help where no command is given: 1', async () => {
    const { code, stderr } = await run([])
    expect(code).toBe(1)
    expect(stderr).toContain('Usage: worker')
  })

  it('says in one line that there is no config: 1', async () => {
    const folder = fileURLToPath(new URL('../fixtures/configs/none', import.meta.url))
    expect(await run(['routes'], folder)).toEqual({
      code: 1,
      stdout: '',
      stderr: `worker: SAMSA_CONFIG_NOT_FOUND: no worker.config.ts, .js or .mjs in ${folder}: run \`worker\` in the application's folder, or name the file with --config\n`,
    })
  })
})
