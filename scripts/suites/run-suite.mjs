import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../set-up/machine.mjs'
import { run } from '../set-up/run.mjs'
import { countSuite } from './counts.mjs'

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
    const end = await run(command, rest, { cwd: root, env: { ...suite.env, SAMSA_SUMMARY_FILE: file }, limitMs: limit })
    if (end.isTimedOut) console.log(`suite ${suite.name} was killed after ${Math.round(limit / 1000)} s`)
    return countSuite(suite.counts, end, await readFile(file, 'utf8').catch(() => undefined))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
