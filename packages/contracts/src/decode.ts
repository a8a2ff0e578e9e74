import { isSamsaError, SamsaError } from './error.js'
import type { Serde } from './serde.js'
import { lookAt } from './thrown/look-at.js'
import { textOfThrown } from './thrown/text-of-thrown.js'

/** Which part of a record is meant. */
export type RecordPart = 'key' | 'value' | 'header'

/** Where a record lies. */
export interface RecordCoordinates {
  readonly topic: string
  readonly partition: number
  readonly offset: number
}

/**
 * Decodes a key or value. Throws `SAMSA_DESERIALIZE` with the record's coordinates, the part and the schema's issues; retryable where the serde's error
 * says so (`retryable: true`). `SAMSA_SCHEMA_ASYNC` is passed on with coordinates: it is a mistake in the program, not in the record.
 */
export function decodePart<Output>(
  serde: Serde<Output, never>,
  bytes: Uint8Array | null,
  part: 'key' | 'value',
  at: RecordCoordinates,
): Output {
  if (bytes === null) {
    if (serde.nullable === true) return null as Output
    throw decodeError(
      new SamsaError('SAMSA_DESERIALIZE', `null, but the topic says nothing of nulls: write ${part}: nullable(…)`),
      part,
      at,
    )
  }
  try {
    return serde.deserialize(bytes)
  } catch (cause) {
    throw decodeError(cause, part, at)
  }
}

/** The error of a part that could not be decoded, whatever was thrown. */
export function decodeError(cause: unknown, part: RecordPart, at: RecordCoordinates): SamsaError {
  const known = isSamsaError(cause) ? cause : null
  const issues = known?.details['issues']
  return new SamsaError(
    known?.code === 'SAMSA_SCHEMA_ASYNC' ? 'SAMSA_SCHEMA_ASYNC' : 'SAMSA_DESERIALIZE',
    `${part} of ${at.topic}/${at.partition}/${at.offset}: ${textOfThrown(cause)}`,
    {
      retryable: lookAt(() => (cause as { retryable?: unknown } | null | undefined)?.retryable) === true,
      details: { topic: at.topic, partition: at.partition, offset: at.offset, part, ...(issues === undefined ? {} : { issues }) },
      cause,
    },
  )
}
