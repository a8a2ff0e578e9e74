import { describe, expect, it } from '@jest/globals'
import { placeOf, placeOfFrame, unknownPlace } from './place.js'

describe('placeOf', () => {
  it('is the file and line of the caller', () => {
    const callee = (): string => placeOf(callee)
    const limit = Error.stackTraceLimit
    const first = callee()
    const second = callee()
    expect(Number(second.split(':')[1])).toBe(Number(first.split(':')[1]) + 1)
    expect(first).toMatch(/^packages\/routing\/src\/block\/place\.test\.ts:\d+$/)
    expect(Error.stackTraceLimit).toBe(limit)
  })

  it('reads every shape of a line of a stack', () => {
    expect(placeOfFrame('    at consumerGroup (file:///app/src/routes.ts:12:5)', '/app')).toBe('src/routes.ts:12')
    expect(placeOfFrame('    at file:///app/my%20routes.js:3:1', '/app')).toBe('my routes.js:3')
    expect(placeOfFrame('    at Object.<anonymous> (/lib/routes.cjs:1:22)', '/app')).toBe('../lib/routes.cjs:1')
    expect(placeOfFrame('    at async load (/app/a.js:7:1)', '/app')).toBe('a.js:7')
    expect(placeOfFrame('    at async /app/a.js:7:1', '/app')).toBe('a.js:7')
    expect(placeOfFrame('    at new Worker (node:internal/worker:1:1)', '/app')).toBe(unknownPlace)
    expect(placeOfFrame('    at <anonymous>', '/app')).toBe(unknownPlace)
  })
})
