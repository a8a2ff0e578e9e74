import { describe, expect, it } from '@jest/globals'
import { runInTurn } from './run-in-turn.js'
import { describeResult, summarize } from './scenario-report.js'

const file = {
  name: 'stop',
  program: '',
  expectation: 'It stops.',
  hasOwnBroker: false,
  brokerVersion: undefined,
  isLong: false,
  workMs: 0,
}
const result = { verdict: 'ok', reason: '', outputTail: 'line', durationMs: 1234 } as const

describe('scenario report', () => {
  it('prints a line, and what a failed one printed', () => {
    expect(describeResult(file, result)).toBe('ok      stop (1.2 s): It stops.')
    expect(describeResult(file, { ...result, verdict: 'failed', reason: 'exit code 1' })).toBe(
      'failed  stop (1.2 s): It stops. — exit code 1\n        line',
    )
  })

  it('counts verdicts', () => {
    expect(summarize([result, result, { ...result, verdict: 'skipped' }])).toEqual({ passed: 2, failed: 0, skipped: 1 })
  })
})

describe('runInTurn', () => {
  it('runs so many at a time and keeps the order of results', async () => {
    let running = 0
    let most = 0
    const results = await runInTurn([1, 2, 3, 4, 5], 2, async (item) => {
      running += 1
      most = Math.max(most, running)
      await Promise.resolve()
      running -= 1
      return item * 10
    })
    expect(results).toEqual([10, 20, 30, 40, 50])
    expect(most).toBe(2)
  })
})
