import { SamsaError } from '@samsa/contracts'
import fc from 'fast-check'
import type { Failure } from '../policy/failure.js'
import { buildDecodeFailure, buildFailure } from './build-failure.js'

/** What a handler does with a record. */
export type Behaviour =
  | 'handle'
  | 'throw'
  | 'throw-declined'
  | 'not-decoded'
  | 'not-decoded-now'
  | 'timeout'
  | 'out-of-memory'
  | 'ask-again'
  | 'give-up'
  | 'pass-over'

/** An error that rules can be about. */
export class Declined extends Error {}

/** How handlers fail, by what they do; what is not here is no failure. */
const failures: Readonly<Partial<Record<Behaviour, () => Failure>>> = {
  'throw': () => buildFailure(),
  'throw-declined': () => buildFailure({ thrown: new Declined('no') }),
  'not-decoded': () => buildDecodeFailure(),
  'not-decoded-now': () => buildDecodeFailure(true),
  'timeout': () => buildFailure({ cause: 'timeout', error: new SamsaError('SAMSA_HANDLER_TIMEOUT', 'too slow') }),
  'out-of-memory': () => buildFailure({ thrown: Object.assign(new Error('no memory'), { code: 'ENOMEM' }) }),
  'ask-again': () => buildFailure({ cause: 'returned', error: null, thrown: null, afterMs: 50 }),
  'give-up': () => buildFailure({ cause: 'dead-letter', error: null, thrown: null }),
}

/** The failure of a handler that does this; `null` where it settles the record itself. */
export function failureOf(behaviour: Behaviour): Failure | null {
  return failures[behaviour]?.() ?? null
}

/** What handlers do with each of some records, execution after execution, over and over. */
export const anyScripts: fc.Arbitrary<Behaviour[][]> = fc.array(
  fc.oneof(
    fc.constant<Behaviour[]>(['throw']),
    fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.constantFrom<Behaviour>('handle', 'throw', 'throw-declined') },
        {
          weight: 2,
          arbitrary: fc.constantFrom<Behaviour>('not-decoded', 'not-decoded-now', 'timeout', 'ask-again', 'give-up', 'pass-over'),
        },
        { weight: 1, arbitrary: fc.constant<Behaviour>('out-of-memory') },
      ),
      { minLength: 1, maxLength: 6 },
    ),
  ),
  { minLength: 1, maxLength: 4 },
)
