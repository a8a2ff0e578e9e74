import { describe, expect, it } from '@jest/globals'
import { addCounts, countSuite, formatCounts, noCounts } from './counts.mjs'

const well = { code: 0, isTimedOut: false }
const badly = { code: 1, isTimedOut: false }
const killed = { code: null, isTimedOut: true }
const summary = (passed, failed, skipped) => JSON.stringify({ passed, failed, skipped })
const jestReport = (rest) =>
  JSON.stringify({ numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, numRuntimeErrorTestSuites: 0, ...rest })

describe('countSuite', () => {
  it('counts one check by its exit code', () => {
    expect(countSuite('exit', well, undefined)).toEqual({ passed: 1, failed: 0, skipped: 0 })
    expect(countSuite('exit', badly, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(countSuite('exit', { code: 0, isTimedOut: true }, undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('takes what a suite wrote', () => {
    expect(countSuite('summary', well, summary(3, 0, 1))).toEqual({ passed: 3, failed: 0, skipped: 1 })
    expect(countSuite('summary', badly, summary(3, 2, 1))).toEqual({ passed: 3, failed: 2, skipped: 1 })
  })

  it('adds a failure where a suite ends badly without having counted one', () => {
    expect(countSuite('summary', badly, summary(3, 0, 1))).toEqual({ passed: 3, failed: 1, skipped: 1 })
    expect(countSuite('summary', { code: null, isTimedOut: false }, summary(3, 0, 0))).toEqual({ passed: 3, failed: 1, skipped: 0 })
  })

  it('adds a failure where a suite was killed at its limit, whatever it counted', () => {
    expect(countSuite('summary', killed, summary(3, 2, 0))).toEqual({ passed: 3, failed: 3, skipped: 0 })
  })

  it('counts one failure where a suite wrote nothing that can be read, even if it ended well', () => {
    for (const written of [undefined, '', '{"passed": 3', '7', 'null', summary(-1, 0, 0), summary('3', 0, 0)]) {
      expect(countSuite('summary', well, written)).toEqual({ passed: 0, failed: 1, skipped: 0 })
      expect(countSuite('jest', killed, written)).toEqual({ passed: 0, failed: 1, skipped: 0 })
    }
  })

  it('does not take a suite that ran nothing for a good one', () => {
    expect(countSuite('summary', well, summary(0, 0, 0))).toEqual({ passed: 0, failed: 1, skipped: 0 })
    expect(countSuite('jest', well, jestReport({}))).toEqual({ passed: 0, failed: 1, skipped: 0 })
  })

  it('reads jest: pending and todo are skipped, a file that could not run is a failure', () => {
    const written = jestReport({ numPassedTests: 10, numFailedTests: 1, numPendingTests: 2, numTodoTests: 3, numRuntimeErrorTestSuites: 4 })
    expect(countSuite('jest', badly, written)).toEqual({ passed: 10, failed: 5, skipped: 5 })
  })
})

describe('formatCounts', () => {
  it('is the closing line', () => {
    expect(formatCounts(addCounts({ passed: 1, failed: 2, skipped: 3 }, noCounts))).toBe('1 passed, 2 failed, 3 skipped')
  })
})
