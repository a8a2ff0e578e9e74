import { describe, expect, it } from '@jest/globals'
import { mapTopicPattern } from './topic-pattern.js'

describe('mapTopicPattern', () => {
  it.each([
    ['^orders\\.', '^(.*(^orders\\.).*)$'],
    ['a|b', '^(.*(a|b).*)$'],
    ['(?:eu|us)-\\d+$', '^(.*((eu|us)-[0-9]+$).*)$'],
    ['[\\w.]+', '^(.*([A-Za-z0-9_.]+).*)$'],
    ['v[\\d]', '^(.*(v[0-9]).*)$'],
    ['[a\\-z]', '^(.*([a-z]).*)$'],
  ])('%s', (source, mapped) => expect(mapTopicPattern(source)).toBe(mapped))

  it.each(['(?=a)', '(?<name>a)', 'a+?', '\\bword', '(a)\\1'])('refuses %s', (source) => {
    expect(() => mapTopicPattern(source)).toThrow(/which Kafka's pattern languages do not have/)
  })
})
