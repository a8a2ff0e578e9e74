import { describe, expect, it } from '@jest/globals'
import { topicMatcher } from '../topic-matcher.js'
import { parsePattern } from './parse-pattern.js'
import { PatternAutomaton } from './pattern-automaton.js'

const automaton = (source: string): PatternAutomaton => {
  const pattern = parsePattern(source)
  if (pattern === null) throw new Error(`${source} cannot be read`)
  return new PatternAutomaton([pattern])
}
const matches = (one: PatternAutomaton, name: string): boolean =>
  name.split('').reduce((state, character) => one.next(state, character), one.begin()).isMatch

/** Every text of up to so many of these characters. */
const texts = (characters: string, most: number): readonly string[] =>
  most === 0 ? [''] : ['', ...texts(characters, most - 1).flatMap((text) => characters.split('').map((character) => character + text))]

describe('an automaton', () => {
  it.each([
    'ab',
    '^ab',
    'ab$',
    '^a|b$',
    '^(?:a|b)+$',
    '^(a|bb)*[.]',
    '(?<one>a?)b{2,3}?$',
    'a{2}',
    '^a{0,2}$',
    '^(a*)*$',
    '^(a?){3}b',
    '[^a]b',
    '[ab.]+a$',
    '\\.a',
    '\\w\\W',
    '^\\d*$',
    '.a.',
    'a{,2}',
    'a{',
    '[]',
    '[^]',
    'a||b',
    '()',
    'a^b|a$b',
    '(^a|b)a(a|b$)',
    '[[a-b]--b]b',
    '\\-a|b',
    '\\x61b',
  ])('matches what /%s/ matches', (source) => {
    const [one, matcher] = [automaton(source), topicMatcher(source)]
    for (const text of texts('ab.', 5)) expect([text, matches(one, text)]).toEqual([text, matcher.test(text)])
  })

  it('matches what any of several patterns matches, and nothing where there are none', () => {
    const several = new PatternAutomaton(['^a$', 'b'].flatMap((source) => parsePattern(source) ?? []))
    expect(['a', 'aa', 'ab', ''].map((text) => matches(several, text))).toEqual([true, false, true, false])
    expect(matches(new PatternAutomaton([]), 'a')).toBe(false)
  })
})
