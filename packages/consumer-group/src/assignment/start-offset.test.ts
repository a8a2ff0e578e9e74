import { describe, expect, it } from '@jest/globals'
import { nearestOffset } from './start-offset.js'

describe('nearestOffset', () => {
  const bounds = { low: 10, high: 20 }
  it.each([
    [10, 10, null],
    [15, 15, null],
    [20, 20, null],
    [9, 10, 'retention'],
    [21, 20, 'truncation'],
  ])('%d begins at %d (%s)', (wanted, offset, moved) => expect(nearestOffset(wanted, bounds)).toEqual({ offset, moved }))
})
