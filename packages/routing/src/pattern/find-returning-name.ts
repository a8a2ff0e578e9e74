import { topicNameProblem } from '@samsa/contracts'
import { longestName, nameCharacters } from './name-characters.js'
import { parsePattern, type PatternNode } from './parse-pattern.js'
import { PatternAutomaton, type PatternState } from './pattern-automaton.js'

/** What is asked of a pattern. */
export interface ReturningSearch {
  /** Sources of patterns, as in the plan. */
  readonly pattern: string
  /** What a dead-letter topic has before the name of its source. */
  readonly prefix: string
  /** All that the route consumes. */
  readonly route: { readonly topics: readonly string[]; readonly patterns: readonly string[] }
  /** Patterns that come before: what they match belongs to another route. */
  readonly before: readonly string[]
}

/** Steps that are worth it: a fraction of a second. Patterns that people write need a few hundred. */
const mostSteps = 300_000

/** A name on its way, with that of its dead-letter topic. */
interface Way {
  readonly name: string
  /** By the pattern, by patterns before it. */
  readonly source: readonly [own: PatternState, before: PatternState]
  /** By the route, by patterns before it. */
  readonly target: readonly [own: PatternState, before: PatternState]
}

/**
 * The shortest name that a pattern matches whose dead-letter topic goes to the same route; `null`: there is none; `undefined`: the pattern has something in it that is not
 * known here, or too much. Not a guess: names are followed character by character, all that go on alike as one.
 */
export function findReturningName({ pattern, prefix, route, before }: ReturningSearch): string | null | undefined {
  const own = automatonOf([parsePattern(pattern)])
  const all = automatonOf([...route.topics.map(exactly), ...route.patterns.map(parsePattern)])
  const others = automatonOf(before.map(parsePattern))
  if (own === null || all === null || others === null) return undefined
  const begin = (automaton: PatternAutomaton): PatternState =>
    prefix.split('').reduce((state, character) => automaton.next(state, character), automaton.begin())
  const characters = differing([own, all, others].flatMap(({ sets }) => sets))
  const ways: Way[] = [{ name: '', source: [own.begin(), others.begin()], target: [begin(all), begin(others)] }]
  const seen = new Set<string>()
  let steps = 0
  // the list grows while it is walked: shortest names first
  for (const way of ways) {
    if (isReturn(way)) return way.name
    steps += characters.length * [...way.source, ...way.target].reduce((sum, state) => sum + 1 + state.steps.length, 0)
    if (steps > mostSteps) return undefined
    if (prefix.length + way.name.length >= longestName) continue
    for (const character of characters) {
      const next = step(way, character, [own, all, others])
      const key = [...next.source, ...next.target].map((state) => state.key).join('|')
      if (!seen.has(key)) ways.push(next)
      seen.add(key)
    }
  }
  return null
}

function step({ name, source, target }: Way, character: string, [own, all, others]: readonly PatternAutomaton[]): Way {
  const next = (automaton: PatternAutomaton | undefined, state: PatternState): PatternState => automaton?.next(state, character) ?? state
  return {
    name: name + character,
    source: [next(own, source[0]), next(others, source[1])],
    target: [next(all, target[0]), next(others, target[1])],
  }
}

function isReturn({ name, source, target }: Way): boolean {
  return [source, target].every(([own, before]) => own.isMatch && !before.isMatch) && topicNameProblem(name) === null
}

function automatonOf(patterns: readonly (PatternNode | null)[]): PatternAutomaton | null {
  const known = patterns.filter((pattern) => pattern !== null)
  const automaton = new PatternAutomaton(known)
  return known.length < patterns.length || automaton.isTooLarge ? null : automaton
}

function exactly(name: string): PatternNode {
  const characters = name.split('').map((character): PatternNode => ({ kind: 'one', of: new Set([character]) }))
  return { kind: 'all', parts: [{ kind: 'start' }, ...characters, { kind: 'end' }] }
}

/** One for all characters that are in the same sets. */
function differing(sets: readonly ReadonlySet<string>[]): readonly string[] {
  const distinct = [...new Map(sets.map((set) => [[...set].join(''), set])).values()]
  const found = new Map<string, string>()
  for (const character of nameCharacters) {
    const key = distinct.map((set) => Number(set.has(character))).join('')
    if (!found.has(key)) found.set(key, character)
  }
  return [...found.values()]
}
