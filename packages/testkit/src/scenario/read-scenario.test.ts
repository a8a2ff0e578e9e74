import { describe, expect, it } from '@jest/globals'
import { readScenario } from './read-scenario.js'

describe('readScenario', () => {
  it('takes the first sentence of the first comment', () => {
    const source = '// A worker of 3.5 records goes on. More is told here.\n// And here.\nimport x from "x"\n// long\n'
    expect(readScenario(source)).toEqual({
      expectation: 'A worker of 3.5 records goes on.',
      hasOwnBroker: false,
      brokerVersion: undefined,
      isLong: false,
      workMs: 0,
    })
  })

  it('reads directives wherever they stand in the head', () => {
    const source =
      '// own-broker\n// limit: 180s\n\n// The broker is killed under load:\n// no record is lost.\n// broker-version: 4.2.2\n// long\nawait 1\n'
    expect(readScenario(source)).toEqual({
      expectation: 'The broker is killed under load: no record is lost.',
      hasOwnBroker: true,
      brokerVersion: '4.2.2',
      isLong: true,
      workMs: 180_000,
    })
  })

  it('reads a block comment too', () => {
    expect(readScenario('/**\n * Nothing is lost.\n * limit: 2m\n */\nx()').expectation).toBe('Nothing is lost.')
    expect(readScenario('/** Nothing is lost. */\nx()')).toMatchObject({ expectation: 'Nothing is lost.', workMs: 0 })
  })

  it('does not take a sentence about brokers for a directive', () => {
    expect(readScenario('// own-broker scenarios are long').hasOwnBroker).toBe(false)
  })
})
