import { spawn } from 'node:child_process'

/** How a command ended. */
export interface CommandResult {
  /** Exit code; `null` where a signal ended it. */
  readonly code: number | null
  /** Everything it printed, both streams. */
  readonly output: string
  /** Whether it was killed at its time limit. */
  readonly isTimedOut: boolean
}

/** Runs a command to its end, killing it after `limitMs`. Rejects only where it cannot be started (`ENOENT`). */
export const runCommand = (
  command: string,
  args: readonly string[],
  limitMs: number,
  env: NodeJS.ProcessEnv = process.env,
): Promise<CommandResult> =>
  new Promise((resolve, reject) => {
    const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    let isTimedOut = false
    const timer = setTimeout(() => {
      isTimedOut = true
      child.kill('SIGKILL')
    }, limitMs)
    const collect = (chunk: Buffer): void => void (output += chunk.toString())
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    child.once('error', (error) => {
      clearTimeout(timer)
      reject(error)
    })
    child.once('close', (code) => {
      clearTimeout(timer)
      resolve({ code, output, isTimedOut })
    })
  })
