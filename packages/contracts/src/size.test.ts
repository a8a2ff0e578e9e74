import { describe, expect, it } from '@jest/globals'
import { parseSize, sizeBytes, type Size } from './size.js'

describe('parseSize', () => {
  it.each([
    ['64KiB', 65_536],
    ['16MiB', 16_777_216],
    ['1GiB', 1_073_741_824],
    [100, 100],
  ])('%s is %s bytes', (given, bytes) => {
    expect(parseSize(given)).toEqual({ ok: true, value: bytes })
  })

  it.each(['16MB', '16 MiB', '16mib', '-1MiB', '1.5MiB', '', -1, 0.5, null, undefined])('%p is none', (given) => {
    expect(parseSize(given)).toMatchObject({ ok: false, cure: "write a whole number with a unit ('64KiB', '16MiB', '1GiB') or bytes" })
  })

  it('throws as a function of the API', () => {
    expect(sizeBytes('1KiB')).toBe(1_024)
    expect(() => sizeBytes('1KB' as Size)).toThrow("'1KB' is no size")
  })
})
