import { describe, expect, it } from '@jest/globals'
import type { Cancel, Clock, EventMap, EventName, LogDetails, Logger } from '@samsa/contracts'
import { SamsaError } from '@samsa/contracts'
import { logEvents } from './log-events.js'

const record = { version: 1, cluster: 'default', group: 'billing', topic: 'orders', partition: 1, offset: 5 } as const

const set = (logsHandled = false, logsEnd = false) => {
  const lines: { level: string; message: string; details: LogDetails | undefined }[] = []
  const write = (level: string) => (message: string, details?: LogDetails) => void lines.push({ level, message, details })
  const log: Logger = { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error'), with: () => log }
  const planned: (() => void)[] = []
  const clock: Clock = { now: () => 0, wall: () => 0, at: (_ms, run): Cancel => (planned.push(run), () => undefined) }
  const listeners = new Map<string, (event: never) => void>()
  const flush = logEvents({ on: (name, listener) => listeners.set(name, listener as never) }, { log, clock, logsHandled, logsEnd })
  const emit = <Name extends EventName>(name: Name, event: EventMap[Name]) => listeners.get(name)?.(event as never)
  return { lines, emit, planned, flush, listeners }
}

describe('logEvents', () => {
  it('makes no error line of a group that fails for good where the end of the worker has one', () => {
    const failed = {
      version: 1,
      cluster: 'default',
      group: 'billing',
      willRetry: false,
      delayMs: 0,
      error: new SamsaError('SAMSA_GROUP_KIND', 'x'),
    } as const
    for (const logsEnd of [false, true]) {
      const { lines, emit } = set(false, logsEnd)
      emit('group.failed', failed)
      emit('group.failed', { ...failed, willRetry: true })
      expect(lines.map(({ level }) => level)).toEqual([logsEnd ? 'info' : 'error', 'warn'])
    }
  })

  it('writes an event with its fields, and of an error its code', () => {
    const { lines, emit } = set()
    const cause = new TypeError('no amount')
    emit('record.retried', {
      ...record,
      attempt: 1,
      delayMs: 200,
      cause: 'thrown',
      reason: 'no amount',
      records: 1,
      lastOffset: 5,
      error: new SamsaError('SAMSA_RETRY', 'x', { cause }),
    })
    expect(lines).toEqual([
      {
        level: 'warn',
        message: 'attempt 1 failed, again in 200 ms: no amount',
        details: {
          code: 'record.retried',
          errorCode: 'SAMSA_RETRY',
          error: cause,
          cluster: 'default',
          group: 'billing',
          topic: 'orders',
          partition: 1,
          offset: 5,
          attempt: 1,
          delayMs: 200,
          cause: 'thrown',
          reason: 'no amount',
          records: 1,
          lastOffset: 5,
        },
      },
    ])
  })

  it('says of share groups what happened, and what helps', () => {
    const { lines, emit } = set()
    const share = { ...record, deliveryCount: 2 }
    const released = { ...share, cause: 'thrown', reason: 'no amount', error: null, records: 1, lastOffset: 5 } as const
    emit('record.released', released)
    emit('record.released', { ...released, cause: 'returned', reason: 'no capacity' })
    emit('record.released', { ...released, cause: 'not-started', reason: 'the worker starts nothing more', records: 3, lastOffset: 9 })
    emit('record.exhausted', { ...share, attempt: 1, becomes: 'archived', reason: 'no amount', error: null })
    emit('record.starved', share)
    emit('lease.overcommitted', { version: 1, cluster: 'default', group: 'billing', records: 900, neededMs: 45_000, lockMs: 30_000 })
    const settlement = { ...share, from: 5, to: 8, ageMs: 40, error: null } as const
    emit('settlement.lost', { ...settlement, as: 'reject' })
    emit('settlement.unknown', { ...settlement, to: 6, as: 'done' })
    expect(lines.map(({ level, message }) => `${level} ${message}`)).toEqual([
      'warn released at delivery 2, any member may get it (thrown): no amount',
      'info released at delivery 2, any member may get it (returned): no capacity',
      'warn 3 records, up to offset 9, released at delivery 2, any member may get them (not-started): the worker starts nothing more',
      'error delivery 2 was its last, the broker archives it: no amount',
      'error delivery 2 was its last and could not be started before its lock ended, the broker archives it: raise concurrency, lockDuration or deliveryCountLimit',
      'warn 900 records need 45.0 s, their lock ends after 30.0 s: raise concurrency or lockDuration, shorten the work, or let producers send smaller batches',
      'warn the rejection of offsets 5 to 7 was refused: any member gets them again',
      'warn the commit of offset 5 got no answer: they may come again',
    ])
    expect(lines[0]?.details).toMatchObject({ cause: 'thrown', records: 1, deliveryCount: 2 })
  })

  it('cuts floods short, and says how many there were', () => {
    const { lines, emit, planned } = set()
    for (let offset = 0; offset < 100; offset += 1) emit('record.skipped', { ...record, offset, attempt: 1, reason: 'old' })
    emit('record.skipped', { ...record, partition: 2, attempt: 1, reason: 'old' })
    expect(lines).toHaveLength(6)
    planned[0]?.()
    expect(lines[6]).toEqual({
      level: 'warn',
      message: '95 more of this kind',
      details: { code: 'record.skipped', cluster: 'default', group: 'billing', topic: 'orders', partition: 1 },
    })
  })

  it('writes the numbers at the end', () => {
    const { lines, emit, flush } = set()
    for (let offset = 0; offset < 7; offset += 1) emit('record.skipped', { ...record, offset, attempt: 1, reason: 'old' })
    flush()
    flush()
    expect(lines.map(({ message }) => message).slice(5)).toEqual(['2 more of this kind'])
  })

  it('listens to handled records only where each is to be logged', () => {
    expect(set().listeners.has('record.handled')).toBe(false)
    expect(set(true).listeners.has('record.handled')).toBe(true)
  })
})
