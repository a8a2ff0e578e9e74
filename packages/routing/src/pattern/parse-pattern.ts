import { topicMatcher } from '../topic-matcher.js'
import { nameCharacters } from './name-characters.js'

/** A pattern of topic names as a tree; lazy or greedy makes no difference to what it matches. */
export type PatternNode =
  | { readonly kind: 'one'; readonly of: ReadonlySet<string> }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'all' | 'any'; readonly parts: readonly PatternNode[] }
  | { readonly kind: 'repeat'; readonly part: PatternNode; readonly min: number; readonly max: number }

/** Reads a pattern of the plan; `null`: it has something in it that Kafka's languages of patterns do not know. */
export function parsePattern(source: string): PatternNode | null {
  const parser = new Parser(source, topicMatcher(source).flags)
  const node = parser.choices()
  return parser.isUnknown || parser.isInside ? null : node
}

const quantifier = /(?:[*+?]|\{(\d+)(,?)(\d*)\})\??/uy
const group = /\((?:\?(?::|<[^=!>][^>]*>))?/uy
const escape = /\\(?:[pP]\{[^}]*\}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|u\{[^}]*\}|[^])/uy

/** Looks at structure only: what a class or an escape stands for is asked of JavaScript. */
class Parser {
  isUnknown = false
  #at = 0

  constructor(
    readonly source: string,
    readonly flags: string,
  ) {}

  get isInside(): boolean {
    return this.#at < this.source.length
  }

  choices(): PatternNode {
    const parts = [this.#sequence()]
    while (this.#skip('|')) parts.push(this.#sequence())
    return { kind: 'any', parts }
  }

  #sequence(): PatternNode {
    const parts: PatternNode[] = []
    while (this.isInside && !this.isUnknown && !'|)'.includes(this.#next)) parts.push(this.#repeated())
    return { kind: 'all', parts }
  }

  #repeated(): PatternNode {
    const part = this.#part()
    const found = this.#take(quantifier)
    if (found === null) return part
    const [sign = '', least, comma, most] = found
    const min = least === undefined ? Number(sign.startsWith('+')) : Number(least)
    if (least === undefined) return { kind: 'repeat', part, min, max: sign.startsWith('?') ? 1 : Infinity }
    return { kind: 'repeat', part, min, max: comma === '' ? min : most === '' ? Infinity : Number(most) }
  }

  #part(): PatternNode {
    if (this.#skip('^')) return { kind: 'start' }
    if (this.#skip('$')) return { kind: 'end' }
    if (this.#next === '(') return this.#group()
    if (this.#next === '[') return this.#one(this.#class())
    if (this.#next !== '\\') return this.#one(this.source.charAt(this.#at++))
    const escaped = this.#take(escape)?.[0] ?? ''
    // anchors within words, what a group had matched, and code points where the pattern has no flag for them
    if (/^(?:$|\\[bB1-9k])/u.test(escaped) || (this.flags === '' && escaped.endsWith('}') && escaped !== '\\}')) this.isUnknown = true
    return this.#one(escaped)
  }

  #group(): PatternNode {
    this.#take(group)
    // lookarounds, flags of a part
    if (this.#next === '?') this.isUnknown = true
    const node = this.choices()
    if (!this.#skip(')')) this.isUnknown = true
    return node
  }

  /** In patterns with `v` there are classes within classes. */
  #class(): string {
    const from = this.#at
    let depth = 0
    do {
      const character = this.source.charAt(this.#at++)
      if (character === '\\') this.#at++
      else if (character === '[' && (depth === 0 || this.flags === 'v')) depth++
      else if (character === ']') depth--
    } while (depth > 0 && this.isInside)
    return this.source.slice(from, this.#at)
  }

  #one(text: string): PatternNode {
    // strings of characters in a class
    if (text.includes('\\q')) this.isUnknown = true
    if (this.isUnknown) return { kind: 'one', of: new Set() }
    const matcher = new RegExp(`^${text}$`, this.flags)
    return { kind: 'one', of: new Set(nameCharacters.filter((character) => matcher.test(character))) }
  }

  get #next(): string {
    return this.source.charAt(this.#at)
  }

  #skip(character: string): boolean {
    if (!this.isInside || this.#next !== character) return false
    this.#at++
    return true
  }

  #take(what: RegExp): RegExpExecArray | null {
    what.lastIndex = this.#at
    const found = what.exec(this.source)
    if (found !== null) this.#at = what.lastIndex
    return found
  }
}
