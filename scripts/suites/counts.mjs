/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */

/** @type {Counts} */
export const noCounts = { passed: 0, failed: 0, skipped: 0 }

/** @param {Counts} left @param {Counts} right @returns {Counts} */
export const addCounts = (left, right) => ({
  passed: left.passed + right.passed,
  failed: left.failed + right.failed,
  skipped: left.skipped + right.skipped,
})

/** The line that closes a test run. @param {Counts} counts */
export const formatCounts = ({ passed, failed, skipped }) => `${passed} passed, ${failed} failed, ${skipped} skipped`

/** @param {unknown} value */
const isCount = (value) => Number.isInteger(value) && Number(value) >= 0

/**
 * What jest's `--json` report counts. A file that could not be run at all, a syntax error for example, has no tests: it counts as one failed.
 * @param {any} report JSON of jest, or anything else
 * @returns {Counts | undefined}
 */
const readJestReport = (report) => {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites } = report
  if (![numPassedTests, numFailedTests, numPendingTests, numTodoTests, numRuntimeErrorTestSuites].every(isCount)) return undefined
  return { passed: numPassedTests, failed: numFailedTests + numRuntimeErrorTestSuites, skipped: numPendingTests + numTodoTests }
}

/** @param {any} report @returns {Counts | undefined} */
const readSummary = ({ passed, failed, skipped }) => ([passed, failed, skipped].every(isCount) ? { passed, failed, skipped } : undefined)

const readers = { jest: readJestReport, summary: readSummary }

/** @param {string | undefined} text @returns {any} */
const parse = (text) => {
  try {
    const value = JSON.parse(text ?? '')
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

/**
 * The counts of a suite that has ended. Whatever a suite wrote, one that did not end well has at least one failure more than nothing, and
 * one that wrote no counts, or ran no test at all, has failed.
 * @param {'exit' | 'jest' | 'summary'} kind how it counts: by its exit code alone, or by the file it writes
 * @param {{ code: number | null, isTimedOut: boolean }} end
 * @param {string | undefined} written text of the file, where there is one
 * @returns {Counts}
 */
export const countSuite = (kind, { code, isTimedOut }, written) => {
  const isWell = code === 0 && !isTimedOut
  if (kind === 'exit') return isWell ? { ...noCounts, passed: 1 } : { ...noCounts, failed: 1 }
  const report = parse(written)
  const counts = report === undefined ? undefined : readers[kind](report)
  if (counts === undefined || counts.passed + counts.failed + counts.skipped === 0) return { ...noCounts, failed: 1 }
  const isExplained = isWell || (counts.failed > 0 && !isTimedOut)
  return isExplained ? counts : { ...counts, failed: counts.failed + 1 }
}
