import { decodeError, type RecordCoordinates } from './decode.js'
import { decodeText } from './string-serde.js'

/** One header: names may repeat, and a value may be null. */
export type RecordHeader = readonly [name: string, value: Uint8Array | null]

/** Headers of a record, in the order in which they were written. Iterating yields `[name, value]`, repeated and null ones included. */
export interface RecordHeaders extends Iterable<RecordHeader> {
  /** Number of headers, repeated ones counted each. */
  readonly length: number
  /** Text of the last header of that name; `null` where its value is null, `undefined` where there is none. Throws `SAMSA_DESERIALIZE` where it is not UTF-8. */
  readonly get: (name: string) => string | null | undefined
  /** Bytes of the last header of that name; `null` where its value is null, `undefined` where there is none. */
  readonly bytes: (name: string) => Uint8Array | null | undefined
  /** Values of all headers of that name, in order. */
  readonly all: (name: string) => readonly (Uint8Array | null)[]
  readonly has: (name: string) => boolean
}

/** Headers for `send`: pairs (names may repeat), the headers of a consumed record, or an object (an array repeats its name). Text is sent as UTF-8. */
export type ProducerHeaders =
  | Iterable<readonly [name: string, value: Uint8Array | string | null]>
  | { readonly [name: string]: Uint8Array | string | null | readonly (Uint8Array | string | null)[] | undefined }

/** Headers over pairs. `at`: the record they belong to, which a decoding error then names. */
export function recordHeaders(entries: readonly RecordHeader[], at?: RecordCoordinates): RecordHeaders {
  const last = (name: string): Uint8Array | null | undefined => entries.findLast((entry) => entry[0] === name)?.[1]
  return Object.freeze({
    length: entries.length,
    get: (name: string) => {
      const value = last(name)
      return value instanceof Uint8Array ? textOf(value, at) : value
    },
    bytes: last,
    all: (name: string) => entries.filter((entry) => entry[0] === name).map((entry) => entry[1]),
    has: (name: string) => entries.some((entry) => entry[0] === name),
    [Symbol.iterator]: () => entries[Symbol.iterator](),
  })
}

function textOf(value: Uint8Array, at: RecordCoordinates | undefined): string {
  try {
    return decodeText(value)
  } catch (cause) {
    throw at === undefined ? cause : decodeError(cause, 'header', at)
  }
}

/** Pairs of what `send` was given, in order; `undefined` counts as not given. */
export function headerEntries(headers: ProducerHeaders): readonly (readonly [name: string, value: Uint8Array | string | null])[] {
  if (isIterable(headers)) return [...headers]
  return Object.entries(headers).flatMap(([name, value]) => {
    if (value === undefined) return []
    if (value === null || typeof value === 'string' || value instanceof Uint8Array) return [[name, value] as const]
    return value.map((one) => [name, one] as const)
  })
}

function isIterable(headers: ProducerHeaders): headers is Iterable<readonly [string, Uint8Array | string | null]> {
  return Symbol.iterator in headers
}
