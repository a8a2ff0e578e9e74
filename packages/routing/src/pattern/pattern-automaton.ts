import { longestName } from './name-characters.js'
import type { PatternNode } from './parse-pattern.js'

/** Where a name stands after some of its characters. Two with one `key` go on alike. */
export interface PatternState {
  readonly key: string
  /** Whether the name matches if it ends here. */
  readonly isMatch: boolean
  /** Whether it matches whatever follows. */
  readonly isDone: boolean
  readonly steps: readonly number[]
}

type Step =
  | { readonly kind: 'one'; readonly of: ReadonlySet<string>; readonly to: number }
  | { readonly kind: 'start' | 'end'; readonly to: number }
  | { readonly kind: 'any'; readonly to: readonly number[] }
  | { readonly kind: 'done' }

/** More are no pattern that anybody reads. */
const mostSteps = 4_000

const done: PatternState = { key: 'done', isMatch: true, isDone: true, steps: [] }

/** Which names any of some patterns matches, character by character. It takes time in proportion to a name, not more. */
export class PatternAutomaton {
  readonly #steps: Step[] = [{ kind: 'done' }]
  readonly #first: number

  constructor(patterns: readonly PatternNode[]) {
    this.#first = this.#add({ kind: 'any', to: patterns.map((pattern) => this.#build(pattern, 0)) })
  }

  /** Whether it has more steps than it is worth; then its answers are none. */
  get isTooLarge(): boolean {
    return this.#steps.length >= mostSteps
  }

  /** Sets of characters that it tells apart. */
  get sets(): readonly ReadonlySet<string>[] {
    return this.#steps.flatMap((step) => (step.kind === 'one' ? [step.of] : []))
  }

  begin(): PatternState {
    return this.#stateOf([], true)
  }

  next(state: PatternState, character: string): PatternState {
    if (state.isDone) return done
    const reached = state.steps.flatMap((index) => {
      const step = this.#steps[index]
      return step?.kind === 'one' && step.of.has(character) ? [step.to] : []
    })
    return this.#stateOf(reached, false)
  }

  /** A match may begin anywhere in a name. */
  #stateOf(reached: readonly number[], isStart: boolean): PatternState {
    const from = [...reached, this.#first]
    const open = this.#walk(from, isStart, false)
    if (open.has(0)) return done
    const isMatch = this.#walk(from, isStart, true).has(0)
    const steps = [...open].filter((index) => this.#steps[index]?.kind === 'one').toSorted((a, b) => a - b)
    return { key: `${isMatch} ${steps.join()}`, isMatch, isDone: false, steps }
  }

  /** All that is reached without a character. */
  #walk(from: readonly number[], isStart: boolean, isEnd: boolean): ReadonlySet<number> {
    const seen = new Set(from)
    // the set grows while it is walked
    for (const index of seen) {
      const step = this.#steps[index]
      if (step?.kind === 'any') for (const to of step.to) seen.add(to)
      if ((step?.kind === 'start' && isStart) || (step?.kind === 'end' && isEnd)) seen.add(step.to)
    }
    return seen
  }

  #add(step: Step): number {
    return this.#steps.push(step) - 1
  }

  /** Answers where a part begins that goes on at `to`. */
  #build(node: PatternNode, to: number): number {
    if (this.isTooLarge) return to
    if (node.kind === 'one') return this.#add({ ...node, to })
    if (node.kind === 'all') return node.parts.reduceRight((next, part) => this.#build(part, next), to)
    if (node.kind === 'any') return this.#add({ kind: 'any', to: node.parts.map((part) => this.#build(part, to)) })
    if (node.kind === 'repeat') return this.#repeat(node, to)
    return this.#add({ kind: node.kind, to })
  }

  #repeat({ part, min, max }: Extract<PatternNode, { readonly kind: 'repeat' }>, to: number): number {
    let at = to
    if (max === Infinity) {
      const back: number[] = [to]
      at = this.#add({ kind: 'any', to: back })
      back.push(this.#build(part, at))
    } else
      for (let more = Math.min(max, longestName) - min; more > 0 && !this.isTooLarge; more--)
        at = this.#add({ kind: 'any', to: [to, this.#build(part, at)] })
    // one more than a name has characters is as good as any number of them
    for (let times = Math.min(min, longestName + 1); times > 0 && !this.isTooLarge; times--) at = this.#build(part, at)
    return at
  }
}
