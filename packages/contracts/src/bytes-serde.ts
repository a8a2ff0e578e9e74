import { SamsaError } from './error.js'
import type { Serde } from './serde.js'

function asBytes(value: Uint8Array): Uint8Array {
  if (value instanceof Uint8Array) return value
  throw new SamsaError('SAMSA_SERIALIZE', `a raw key or value is a Uint8Array, not ${value === null ? 'null' : typeof value}`)
}

const bytesSerde: Serde<Uint8Array> = Object.freeze({ serialize: asBytes, deserialize: (bytes: Uint8Array) => bytes })

/** Raw bytes that are never null. (A key or value without a serde is raw as well, and may be null.) */
export function bytes(): Serde<Uint8Array> {
  return bytesSerde
}

/** What stands where a topic names no serde: bytes as they are, or `null`. */
export const rawSerde: Serde<Uint8Array | null> = Object.freeze({
  serialize: (value: Uint8Array | null) => asBytes(value as Uint8Array),
  deserialize: (bytes: Uint8Array) => bytes,
  nullable: true,
})
