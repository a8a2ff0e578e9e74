import { describe, expect, it } from '@jest/globals'
import { runSuite } from './run-suite.mjs'

/** @param {string} code @param {Partial<import('./suite-list.mjs').Suite>} rest */
const suiteOf = (code, rest = {}) => ({ name: 'x', command: ['node', '-e', code], counts: 'summary', limitMinutes: 1, ...rest })
const write = (counts) => `require('fs').writeFileSync(process.env.SAMSA_SUMMARY_FILE, '${JSON.stringify(counts)}')`

describe('runSuite', () => {
  it('takes the counts of the file it names', async () => {
    const counts = { passed: 2, failed: 0, skipped: 1 }
    expect(await runSuite(suiteOf(write(counts)), 60_000)).toEqual(counts)
  })

  it('gives the file to a command that asks for it, and its environment', async () => {
    const code = "require('fs').writeFileSync(process.argv[1], process.env.COUNTS)"
    const suite = suiteOf(code, { command: ['node', '-e', code, '{file}'], env: { COUNTS: '{"passed":3,"failed":0,"skipped":0}' } })
    expect(await runSuite(suite, 60_000)).toEqual({ passed: 3, failed: 0, skipped: 0 })
  })

  it('counts a crash after some tests as one more failure', async () => {
    const code = `${write({ passed: 2, failed: 0, skipped: 0 })}; process.kill(process.pid, 'SIGSEGV')`
    expect(await runSuite(suiteOf(code), 60_000)).toEqual({ passed: 2, failed: 1, skipped: 0 })
  })

  it('kills a suite when the whole run has no time left', async () => {
    expect(await runSuite(suiteOf('setInterval(() => {}, 1000)', { counts: 'exit' }), 500)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })
})
