import { describe, expect, it } from '@jest/globals'
import { redacted } from '@samsa/contracts'
import { createLog } from './create-log.js'
import { createRedactor } from './redactor.js'
import type { LogFormat, LogLevel } from './log-level.js'

const logTo = (level: LogLevel, format: LogFormat = 'json') => {
  const lines: string[] = []
  const redactor = createRedactor()
  redactor.learn({ 'sasl.password': 'hunter2hunter2' })
  return { lines, log: createLog({ level, format, redactor, stream: { write: (line) => void lines.push(line) } }) }
}

describe('createLog', () => {
  it('writes one JSON object a line: ISO time, level as a word, details, msg', () => {
    const { lines, log } = logTo('info')
    log.with({ group: 'billing' }).warn('slow', { topic: 'orders', partition: 3, offset: 7, code: 'SAMSA_RETRY' })
    expect(lines).toHaveLength(1)
    expect(lines[0]).toMatch(/^\{"level":"warn","time":"\d{4}-\d\d-\d\dT[\d:.]+Z".*\}\n$/)
    const { time: _time, ...rest } = JSON.parse(lines[0] ?? '') as Record<string, unknown>
    expect(rest).toEqual({ level: 'warn', group: 'billing', topic: 'orders', partition: 3, offset: 7, code: 'SAMSA_RETRY', msg: 'slow' })
  })

  it('leaves out what is below its level', () => {
    const { lines, log } = logTo('warn')
    log.info('x')
    log.debug('x')
    log.error('y')
    expect(lines).toHaveLength(1)
  })

  it('takes secrets out of messages, details and what `with` adds', () => {
    const { lines, log } = logTo('debug')
    log.with({ settings: { 'ssl.key.password': 'x' } }).error('refused hunter2hunter2', { error: new Error('bad hunter2hunter2') })
    expect(lines[0]).not.toContain('hunter2')
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      msg: `refused ${redacted}`,
      settings: { 'ssl.key.password': redacted },
      error: { message: `bad ${redacted}` },
    })
  })

  it('has a form for people', () => {
    const { lines, log } = logTo('info', 'pretty')
    log.info('handled', { cluster: 'default', group: 'billing', topic: 'orders', partition: 3, offset: 7, attempt: 2 })
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d\.\d{3} INFO {2}billing orders\/3\/7 handled attempt=2\n$/)
  })
})
