import { describe, expect, it } from '@jest/globals'

import { parseBenchOptions } from './bench-options.js'

describe('parseBenchOptions', () => {
  it('has defaults for everything but the task', () => {
    expect(parseBenchOptions(['consume'])).toEqual({
      task: 'consume',
      json: false,
      rounds: 3,
      records: 1_000_000,
      valueBytes: 100,
      partitions: 4,
      handler: 'noop',
      only: [],
      limitMs: 120_000,
    })
  })

  it('takes names with spaces, separated by commas', () => {
    expect(parseBenchOptions(['consume', '--only', 'java, kafkajs eachBatch']).only).toEqual(['java', 'kafkajs eachBatch'])
  })

  it.each([
    [[], 'task is consume'],
    [['consume', 'produce'], 'One task at a time'],
    [['consume', '--rounds', '0'], '--rounds is a whole number'],
    [['consume', '--handler', 'xml'], '--handler is noop'],
    [['consume', '--fast'], '--fast'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseBenchOptions(argv)).toThrow(message)
  })
})
