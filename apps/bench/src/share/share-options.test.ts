import { describe, expect, it } from '@jest/globals'

import { parseShareOptions } from './share-options.js'

describe('parseShareOptions', () => {
  it('asks for everything by default', () => {
    expect(parseShareOptions([])).toEqual({
      json: false,
      parts: ['throughput', 'latency', 'idle'],
      rounds: 3,
      records: 1_000_000,
      waitSeconds: 5,
      workMs: 20,
      valueBytes: 100,
      partitions: 4,
      handlers: ['noop', 'wait'],
      inWork: [1, 8, 64],
      batches: [1, 100, 9000],
      processes: [1, 2],
      only: [],
      latencyRecords: 1000,
      idleSeconds: 20,
      limitMs: 120_000,
    })
  })

  it('takes lists', () => {
    expect(parseShareOptions(['--in-work', '4, 16', '--only', 'share,java'])).toMatchObject({ inWork: [4, 16], only: ['share', 'java'] })
  })

  it.each([
    [['--parts', 'speed'], '--parts is throughput'],
    [['--batches', '1,0'], '--batches is a whole number'],
    [['more'], 'more'],
  ])('refuses %j', (argv, message) => {
    expect(() => parseShareOptions(argv)).toThrow(message)
  })
})
