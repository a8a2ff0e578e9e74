import { spawn } from 'node:child_process'
import type { ScenarioFile } from './find-scenarios.js'

/** How a scenario ended. */
export interface ScenarioResult {
  readonly verdict: 'ok' | 'failed' | 'skipped'
  /** Why it is not ok, in a line; empty where it is. */
  readonly reason: string
  /** The end of what it printed. */
  readonly outputTail: string
  readonly durationMs: number
}

/** Exit code by which a scenario says that it cannot show anything here; its last line says why. */
const skippedCode = 77
const graceMs = 60_000
const tailLength = 16_000

const brokerEnv = (file: ScenarioFile, sharedBroker: string | undefined): NodeJS.ProcessEnv => {
  if (file.brokerVersion !== undefined) return { SAMSA_TEST_BROKERS: undefined, SAMSA_KAFKA_VERSION: file.brokerVersion }
  return { SAMSA_TEST_BROKERS: file.hasOwnBroker ? undefined : sharedBroker }
}

const killGroup = (pid: number | undefined): void => {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody of the group is left.
  }
}

const lastLine = (output: string): string => output.trimEnd().split('\n').at(-1) ?? ''

const judge = (end: {
  code: number | null
  signal: NodeJS.Signals | null
  killedAfterMs: number | undefined
  output: string
}): Pick<ScenarioResult, 'verdict' | 'reason'> => {
  if (end.killedAfterMs !== undefined) return { verdict: 'failed', reason: `killed after ${end.killedAfterMs / 1000} s` }
  if (end.code === 0) return { verdict: 'ok', reason: '' }
  if (end.code === skippedCode) return { verdict: 'skipped', reason: lastLine(end.output) }
  return { verdict: 'failed', reason: end.code === null ? `ended by ${end.signal}` : `exit code ${end.code}` }
}

/**
 * Runs one scenario once, in a process group of its own that is killed at its limit and, whatever it left behind, at its end.
 *
 * @param sharedBroker bootstrap servers for those that need no broker of their own
 */
export const runScenario = (file: ScenarioFile, sharedBroker: string | undefined): Promise<ScenarioResult> =>
  new Promise((resolve) => {
    const startedAt = performance.now()
    const id = `${file.name}-${Math.random().toString(36).slice(2, 8)}`
    const env = { ...process.env, ...brokerEnv(file, sharedBroker), SAMSA_SCENARIO_ID: id }
    const child = spawn(process.execPath, ['--enable-source-maps', file.program], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: true,
    })
    let output = ''
    let killedAfterMs: number | undefined
    const kill = (): void => killGroup(child.pid)
    process.on('exit', kill)
    const limitMs = file.workMs + graceMs
    const timer = setTimeout(() => {
      killedAfterMs = limitMs
      kill()
    }, limitMs)
    const collect = (chunk: Buffer): void => void (output = (output + chunk.toString()).slice(-tailLength))
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => void (output += error.message))
    child.once('exit', kill)
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      process.off('exit', kill)
      resolve({ ...judge({ code, signal, killedAfterMs, output }), outputTail: output, durationMs: performance.now() - startedAt })
    })
  })
