import { isSamsaError, SamsaError } from './error.js'
import type { Serde } from './serde.js'
import { textOfThrown } from './thrown/text-of-thrown.js'

/**
 * Encodes a key or value for `topic`; `undefined` counts as `null`. Throws `SAMSA_SERIALIZE` where the serde refuses it, or where it is `null` and the
 * topic does not say `nullable(…)`.
 */
export function encodePart<Input>(
  serde: Serde<unknown, Input>,
  value: Input | null | undefined,
  part: 'key' | 'value',
  topic: string,
): Uint8Array | string | null {
  if (value === null || value === undefined) {
    if (serde.nullable === true) return null
    throw new SamsaError('SAMSA_SERIALIZE', `${part} for topic ${topic} is missing: give one, or declare ${part}: nullable(…)`, {
      details: { topic, part },
    })
  }
  try {
    return serde.serialize(value)
  } catch (cause) {
    throw new SamsaError('SAMSA_SERIALIZE', `${part} for topic ${topic}: ${textOfThrown(cause)}`, {
      retryable: isSamsaError(cause) && cause.retryable,
      details: { topic, part },
      cause,
    })
  }
}
