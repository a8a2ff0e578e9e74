import type { ScenarioFile } from './find-scenarios.js'
import type { ScenarioResult } from './run-scenario.js'

/** How many scenarios ended how. */
export interface ScenarioSummary {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

/** Counts results. */
export const summarize = (results: readonly ScenarioResult[]): ScenarioSummary => {
  const count = (verdict: ScenarioResult['verdict']): number => results.filter((result) => result.verdict === verdict).length
  return { passed: count('ok'), failed: count('failed'), skipped: count('skipped') }
}

/** What to print about one scenario: a line, and for a failure the end of what it printed. */
export const describeResult = (file: ScenarioFile, result: ScenarioResult): string => {
  const seconds = `${(result.durationMs / 1000).toFixed(1)} s`
  const line = `${result.verdict.padEnd(7)} ${file.name} (${seconds}): ${file.expectation}${result.reason === '' ? '' : ` — ${result.reason}`}`
  if (result.verdict !== 'failed') return line
  const tail = result.outputTail.trimEnd().split('\n').slice(-60)
  return [line, ...tail.map((text) => `        ${text}`)].join('\n')
}
