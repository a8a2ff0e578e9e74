import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../set-up/machine.mjs'
import { run } from '../set-up/run.mjs'
import { countSuite } from './counts.mjs'

const leaveMs = 30_000

/**
 * Fires when a suite wrote its counts and then does not end: something is still open in it.
 * @param {string} file @param {AbortSignal} ended
 */
const watchForLeak = (file, ended) => {
  const leak = new AbortController()
  /** @type {number | undefined} */
  let writtenAt
  const timer = setInterval(() => {
    if (writtenAt === undefined && existsSync(file)) writtenAt = performance.now()
    if (writtenAt !== undefined && performance.now() - writtenAt > leaveMs) leak.abort()
  }, 1000)
  ended.addEventListener('abort', () => clearInterval(timer))
  return leak.signal
}

/**
 * Runs one suite and counts it, however it ends.
 * @param {import('./suite-list.mjs').Suite} suite
 * @param {number} limitMs what is left of the whole run
 */
export const runSuite = async (suite, limitMs) => {
  const folder = await mkdtemp(join(tmpdir(), 'samsa-suite-'))
  try {
    const file = join(folder, 'summary.json')
    const [word = '', ...rest] = suite.command.map((one) => one.replace('{file}', file))
    const command = word === 'node' ? process.execPath : word
    const limit = Math.min(limitMs, suite.limitMinutes * 60_000)
    const ended = new AbortController()
    const signal = watchForLeak(file, ended.signal)
    const env = { ...suite.env, SAMSA_SUMMARY_FILE: file }
    const end = await run(command, rest, { cwd: root, env, limitMs: limit, signal }).finally(() => ended.abort())
    if (signal.aborted)
      console.log(`suite ${suite.name} was done but did not end within ${leaveMs / 1000} s: something is still open in it`)
    else if (end.isTimedOut) console.log(`suite ${suite.name} was killed after ${Math.round(limit / 1000)} s`)
    return countSuite(suite.counts, end, await readFile(file, 'utf8').catch(() => undefined))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
