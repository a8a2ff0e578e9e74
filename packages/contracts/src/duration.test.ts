import { describe, expect, it } from '@jest/globals'
import { durationMs, parseAgo, parseDuration, type Duration } from './duration.js'

describe('parseDuration', () => {
  it.each([
    ['250ms', 250],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['0s', 0],
    [250, 250],
    [0, 0],
  ])('%s is %s ms', (given, ms) => {
    expect(parseDuration(given)).toEqual({ ok: true, value: ms })
  })

  it.each([
    '',
    '5',
    '5 s',
    '5S',
    '1.5s',
    '-5s',
    '+5s',
    '1e3ms',
    '0x10s',
    's',
    '1d',
    '5s ',
    'five',
    -1,
    1.5,
    Number.NaN,
    Infinity,
    2 ** 60,
    null,
    true,
    {},
  ])('%p is none', (given) => {
    const parsed = parseDuration(given)
    expect(parsed.ok).toBe(false)
    expect(parsed).toMatchObject({ cure: "write a whole number with a unit ('250ms', '30s', '5m', '1h') or milliseconds" })
  })

  it('says what was given', () => {
    expect(parseDuration('5 s')).toMatchObject({ reason: "'5 s' is no duration" })
    expect(parseDuration({})).toMatchObject({ reason: 'an object is no duration' })
    expect(parseDuration('x'.repeat(100))).toMatchObject({ reason: `'${'x'.repeat(57)}…' is no duration` })
  })
})

describe('parseAgo', () => {
  it('counts back from now', () => {
    expect(parseAgo('-6h')).toEqual({ ok: true, value: 21_600_000 })
    expect(parseAgo('-1ms')).toEqual({ ok: true, value: 1 })
  })

  it.each(['6h', '--6h', '-6', '- 6h', -6, 'earliest'])('%p is no time ago', (given) => {
    expect(parseAgo(given).ok).toBe(false)
  })
})

describe('durationMs', () => {
  it('throws where there is none', () => {
    expect(durationMs('2s')).toBe(2_000)
    expect(() => durationMs('2 s' as Duration)).toThrow(expect.objectContaining({ code: 'SAMSA_OPTION_INVALID' }))
  })
})
