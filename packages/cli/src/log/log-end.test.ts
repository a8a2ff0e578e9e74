import { describe, expect, it } from '@jest/globals'
import { type Logger, SamsaError } from '@samsa/contracts'
import type { WorkerEnd } from '@samsa/runner'
import { logEnd } from './log-end.js'

const clean: WorkerEnd = { exitCode: 0, error: null, later: [], cut: [], unansweredSettlements: 0, unansweredSends: 0, hung: false }

const linesOf = (end: Partial<WorkerEnd>): unknown[] => {
  const lines: unknown[] = []
  const write = (level: string) => (message: string, details?: object) => void lines.push([level, message, details])
  const log: Logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error'), with: () => log }
  logEnd(log, { ...clean, ...end })
  return lines
}

describe('logEnd', () => {
  it('says nothing of a clean end, and of a failure only what decides', () => {
    expect(linesOf({})).toEqual([])
    expect(linesOf({ exitCode: 3, error: new SamsaError('SAMSA_NO_BROKER', 'no broker') })).toEqual([
      ['error', 'no broker', { code: 'SAMSA_NO_BROKER', exitCode: 3 }],
    ])
    expect(linesOf({ exitCode: 4, error: new SamsaError('SAMSA_UNCAUGHT', 'x') })).toEqual([])
  })

  it('names the records whose handlers were cut', () => {
    expect(linesOf({ exitCode: 2, cut: [{ group: 'billing', topic: 'orders', partition: 1, offset: 7 }] })).toEqual([
      [
        'warn',
        'a handler was cut at the deadline: its record comes again',
        { code: 'SAMSA_DRAIN_DEADLINE', exitCode: 2, records: ['billing orders/1/7'] },
      ],
    ])
  })
})
