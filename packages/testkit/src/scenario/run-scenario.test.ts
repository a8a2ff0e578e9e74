import { describe, expect, it } from '@jest/globals'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ScenarioFile } from './find-scenarios.js'
import { runScenario } from './run-scenario.js'
import { temporaryFolder } from '../testing/temporary-folder.js'

const folder = temporaryFolder()
let count = 0

const scenarioOf = (code: string, head: Partial<ScenarioFile> = {}): ScenarioFile => {
  const program = join(folder, `${(count += 1)}.mjs`)
  writeFileSync(program, code)
  return { name: 'x', program, expectation: '', hasOwnBroker: false, brokerVersion: undefined, isLong: false, workMs: 0, ...head }
}

const printEnv = 'console.log(process.env.SAMSA_TEST_BROKERS, process.env.SAMSA_KAFKA_VERSION)'

describe('runScenario', () => {
  it('is ok with exit code 0, and gets the shared broker', async () => {
    const result = await runScenario(scenarioOf(printEnv), 'host:1')
    expect(result).toMatchObject({ verdict: 'ok', reason: '', outputTail: expect.stringMatching(/^host:1 /) })
  })

  it('keeps the shared broker from one that has its own', async () => {
    const result = await runScenario(scenarioOf(printEnv, { brokerVersion: '3.9.2' }), 'host:1')
    expect(result.outputTail).toBe('undefined 3.9.2\n')
  })

  it('fails with any other exit code', async () => {
    expect(await runScenario(scenarioOf('process.exit(3)'), undefined)).toMatchObject({ verdict: 'failed', reason: 'exit code 3' })
  })

  it('fails by a signal', async () => {
    const code = "process.kill(process.pid, 'SIGKILL')"
    expect(await runScenario(scenarioOf(code), undefined)).toMatchObject({ verdict: 'failed', reason: 'ended by SIGKILL' })
  })

  it('is killed at its limit with everything it started', async () => {
    const code = "import { spawn } from 'node:child_process'\nspawn('sleep', ['600'], { stdio: 'inherit' })\nsetInterval(() => {}, 1000)"
    const result = await runScenario(scenarioOf(code, { workMs: -59_500 }), undefined)
    expect(result).toMatchObject({ verdict: 'failed', reason: 'killed after 0.5 s' })
  })

  it('ends what a scenario left behind', async () => {
    const code = "import { spawn } from 'node:child_process'\nspawn('sleep', ['600'], { stdio: 'inherit' }).unref()\nprocess.exit(77)"
    expect(await runScenario(scenarioOf(`${code}`), undefined)).toMatchObject({ verdict: 'skipped' })
  })
})
