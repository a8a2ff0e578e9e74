import { describe, expect, it } from '@jest/globals'
import { bootstrapAddresses } from './bootstrap-addresses.js'

describe('bootstrapAddresses', () => {
  it.each([
    ['b1:9093', [['b1', 9093]]],
    [
      'b1, b2:1 ,',
      [
        ['b1', 9092],
        ['b2', 1],
      ],
    ],
    [
      'SASL_SSL://b1:9094,PLAINTEXT://10.0.0.1',
      [
        ['b1', 9094],
        ['10.0.0.1', 9092],
      ],
    ],
    [
      '[::1]:9095,[fe80::1]',
      [
        ['::1', 9095],
        ['fe80::1', 9092],
      ],
    ],
    ['', []],
  ] as const)('%s', (servers, expected) => {
    expect(bootstrapAddresses(servers).map(({ host, port }) => [host, port])).toEqual(expected)
  })
})
