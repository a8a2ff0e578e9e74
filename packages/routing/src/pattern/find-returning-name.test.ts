import { describe, expect, it } from '@jest/globals'
import { topicMatcher } from '../topic-matcher.js'
import { findReturningName } from './find-returning-name.js'

const find = (pattern: RegExp | string, before: readonly RegExp[] = [], topics: readonly string[] = []) => {
  const source = typeof pattern === 'string' ? pattern : pattern.source
  return findReturningName({
    pattern: source,
    prefix: 'dlq.',
    route: { topics, patterns: [source] },
    before: before.map((one) => one.source),
  })
}

describe('a name that a pattern matches together with its dead-letter topic', () => {
  it.each([
    [/^.+-orders$/, 'x-orders'],
    [/^.*orders$/, 'orders'],
    [/orders/, 'orders'],
    [/^(?:[a-z]+\.)*orders$/, 'orders'],
    [/^[a-z.-]+\.events$/, 'x.events'],
    [/^d/, 'd'],
    [/c$/, 'c'],
    [/a|^b/, 'a'],
    [/^(dlq\.)?orders$/, 'orders'],
    [/^(dlq\.){2,}x$/, 'dlq.dlq.x'],
    [/^[^.]*\.?[^.]*\.events$/, '.events'],
    [/^[\w.]+[-]v\d+$/, 'x-v0'],
    [/^(?<area>dlq|shop)[.](dlq\.)*orders/, 'dlq.orders'],
    [/^.{5}$|^x$/, 'x'],
    [/^\u{64}\x6c\p{L}[.]./u, 'dlx.x'],
    ['[\\w--_]x{2}', 'xxx'],
  ] as const)('of %s is %s', (pattern, name) => {
    const found = find(pattern)
    expect(found).toBe(name)
    const matcher = topicMatcher(typeof pattern === 'string' ? pattern : pattern.source)
    expect([matcher.test(name), matcher.test(`dlq.${name}`)]).toEqual([true, true])
  })

  it.each([
    /^orders\./,
    /^f/,
    /^dlq\.orders\./,
    /^[a-z]+-orders$/,
    /^(eu|us)-.*orders/,
    /^[^d].*orders$/,
    /^orders$|^refunds-\d+$/,
    /^[a-z]{2}\.orders$/,
    /^.{246,248}x$/,
    /^\w+[.]\w{2,3}-v\d+$/,
    /^[A-Z]/,
    /^$/,
    /^(dlq\.){0}$/,
  ])('is not there for %s', (pattern) => {
    expect(find(pattern)).toBeNull()
  })

  it('is not there where another route comes first, of either of them', () => {
    expect(find(/^.+-orders$/, [/^dlq\./])).toBeNull()
    expect(find(/^.+-orders$/, [/^[a-z]+-orders$/])).toBe('0-orders')
    expect(find(/^.+-orders$/, [/^[^.]+-orders$/, /^[^.]+[.][^.]+-orders$/, /[.].*[.]|^[.]|[.]-orders/])).toBeNull()
  })

  it('may be one that the route names', () => {
    expect(find(/^orders/, [], ['dlq.orders-eu'])).toBe('orders-eu')
    expect(find(/^orders/, [], ['dlq.refunds'])).toBeNull()
  })

  it('is a name that Kafka takes', () => {
    expect(find(/^(dlq\.)*$/)).toBe('dlq.')
    expect(find(/^(dlq)?\.?\.?$/)).toBeNull()
    expect(find(`^.{246,}$`)).toBeNull()
    expect(find(`^.{245}$|^.{249}$`)).toHaveLength(245)
  })

  it.each(['\\borders', '(a)\\1', '(?!dlq)orders', '^(([a-z]{9}){9}){99}', '^(.*a.{30}){2}$'])(
    'is not told of what is no pattern of Kafka, or too large: %s',
    (source) => {
      expect(find(source)).toBeUndefined()
    },
  )

  it('is told of nested counts without taking them one by one', () => {
    expect(find('^(a{1,200}){1,200}$')).toBeUndefined()
    expect(find('^[a-z]{1,100}-.{1,100}$')).toBeNull()
  })
})
