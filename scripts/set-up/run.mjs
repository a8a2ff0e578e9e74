import { spawn } from 'node:child_process'
import { UserError } from './user-error.mjs'

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd]
 * @property {NodeJS.ProcessEnv} [env] added to the environment
 * @property {number} limitMs killed after that, with everything it started
 * @property {AbortSignal} [signal] killed at once when it fires
 * @property {boolean} [quiet] collect what it prints instead of showing it; default false
 *
 * @typedef {{ code: number | null, output: string, isTimedOut: boolean }} RunResult
 */

/**
 * Runs a command to its end. It is the leader of a process group that is killed whole at the limit, when this
 * process is told to end (Ctrl-C reaches only us), and, whatever it left behind, at its end. Rejects only where it cannot be started.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions} options
 * @returns {Promise<RunResult>}
 */
export const run = (command, args, { cwd, env, limitMs, signal, quiet = false }) =>
  new Promise((resolve, reject) => {
    const stdio = quiet ? 'pipe' : 'inherit'
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', stdio, stdio], detached: true })
    let output = ''
    let isTimedOut = false
    const kill = () => killGroup(child.pid)
    const giveUp = () => {
      isTimedOut = true
      kill()
    }
    const timer = setTimeout(giveUp, limitMs)
    signal?.addEventListener('abort', giveUp)
    const stop = () => process.exit(130)
    process.on('exit', kill).on('SIGINT', stop).on('SIGTERM', stop)
    const end = () => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', giveUp)
      process.off('exit', kill).off('SIGINT', stop).off('SIGTERM', stop)
    }
    child.stdout?.on('data', (chunk) => (output += chunk))
    child.stderr?.on('data', (chunk) => (output += chunk))
    child.once('error', (error) => {
      end()
      reject(error)
    })
    child.once('exit', kill)
    child.once(quiet ? 'close' : 'exit', (code) => {
      end()
      resolve({ code, output, isTimedOut })
    })
  })

/** @param {number | undefined} pid */
export const killGroup = (pid) => {
  if (pid === undefined) return
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // Nobody of the group is left.
  }
}

/**
 * Runs a command until it succeeds, at most `tries` times.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {RunOptions & { tries: number, what: string }} options `what` it does, for the error
 */
export const runWithRetries = async (command, args, { tries, what, ...options }) => {
  for (let attempt = 1; ; attempt += 1) {
    const result = await run(command, args, options)
    if (result.code === 0) return result
    const why = result.isTimedOut ? `took more than ${Math.round(options.limitMs / 1000)} s` : `ended with exit code ${result.code}`
    const again = attempt < tries ? '; trying again' : ''
    console.error(`${what}: \`${[command, ...args].join(' ')}\` ${why}${again}`)
    if (attempt === tries) throw new UserError(`${what} failed\n${result.output.trimEnd().split('\n').slice(-40).join('\n')}`)
  }
}
