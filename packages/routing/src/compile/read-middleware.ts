import { quoteGiven } from '@samsa/contracts'
import type { Declared } from '../block/group-block.js'
import type { ConsumerGroupMiddleware, ShareGroupMiddleware } from '../middleware.js'
import type { Draft } from './draft.js'

/** A step with the name it has in the plan. */
export interface NamedMiddleware {
  readonly name: string
  readonly step: ConsumerGroupMiddleware | ShareGroupMiddleware
}

/** The functions among what was given; the rest are problems. */
export function readMiddleware(draft: Draft, path: string, given: readonly Declared<unknown>[]): readonly NamedMiddleware[] {
  return given.flatMap(({ value, place }) => {
    if (typeof value === 'function') return [{ name: value.name === '' ? 'anonymous' : value.name, step: value as ConsumerGroupMiddleware }]
    draft.problem('SAMSA_OPTION_INVALID', path, `${quoteGiven(value)} is no middleware`, 'write async (call, next) => next()', [place])
    return []
  })
}
