import { lookAt } from '@samsa/contracts'
import type { Failure } from '../policy/failure.js'
import { boundedText } from './bounded-text.js'

/** Most bytes of a stack in a header. */
export const maxStackBytes = 8 * 1024
const maxNameBytes = 256
const maxCauses = 5

/** What was thrown, for the headers of a dead letter; `null` where there is nothing to say. */
export interface ErrorDescription {
  /** Name of its class; `TypeError`, or `string` for a thrown text. */
  readonly className: string | null
  /** Its own code (`ECONNREFUSED`), else Samsa's. */
  readonly code: string | null
  /** With those of its causes, at most 8 KiB. */
  readonly stack: string | null
}

/**
 * What a failure's error is, as far as it lets itself be read: anything at all can be thrown, also what throws when it is looked at. There is none where a handler asked for it
 * by an outcome: what hooks are given then would tell of Samsa's own lines only.
 */
export function describeError({ cause, thrown, error }: Pick<Failure, 'cause' | 'thrown' | 'error'>): ErrorDescription {
  const given = thrown ?? error
  if (cause === 'dead-letter' || cause === 'returned' || given === null || given === undefined)
    return { className: null, code: null, stack: null }
  const code = lookAt(() => (given as { code?: unknown }).code)
  const ownCode = (typeof code === 'string' && code !== '') || typeof code === 'number' ? String(code) : null
  const stack = stackOf(given)
  return {
    className: boundedText(classNameOf(given), maxNameBytes),
    code: ownCode === null ? (error?.code ?? null) : boundedText(ownCode, maxNameBytes),
    stack: stack === null ? null : boundedText(stack, maxStackBytes),
  }
}

function classNameOf(given: unknown): string {
  if (typeof given !== 'object' && typeof given !== 'function') return typeof given
  const name = lookAt(() => (given as object).constructor.name) ?? lookAt(() => (given as { name?: unknown }).name)
  return typeof name === 'string' && name !== '' ? name : typeof given
}

function stackOf(given: unknown): string | null {
  const stacks = new Map<unknown, string>()
  for (let one = given; stacks.size <= maxCauses && !stacks.has(one);) {
    const error = one as { stack?: unknown; cause?: unknown } | null | undefined
    const stack = lookAt(() => error?.stack)
    if (typeof stack !== 'string' || stack === '') break
    stacks.set(one, stack)
    one = lookAt(() => error?.cause)
  }
  return stacks.size === 0 ? null : [...stacks.values()].join('\ncaused by: ')
}
