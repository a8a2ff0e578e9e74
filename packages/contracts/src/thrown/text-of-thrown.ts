import { lookAt } from './look-at.js'
import { nameOfValue } from './name-of-value.js'

/**
 * What was thrown, or given as a reason, as text: the message of an error (where it has none, its name), a text or number as it is, otherwise what kind of value it is.
 * Always a string, whatever types promise, and never throws.
 */
export function textOfThrown(thrown: unknown): string {
  if (typeof thrown === 'function' || (typeof thrown === 'object' && thrown !== null))
    return lookAt(() => thrown instanceof Error) === true ? textOfError(thrown as Error) : nameOfValue(thrown)
  return String(thrown)
}

function textOfError(error: Error): string {
  const texts: readonly unknown[] = [lookAt(() => error.message), lookAt(() => error.name)]
  return texts.find((text): text is string => typeof text === 'string' && text !== '') ?? 'an error without a message'
}
