import { SamsaError } from './error.js'
import type { Serde } from './serde.js'

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** Text of UTF-8 bytes. Throws `SAMSA_DESERIALIZE` where they are none: replacing what is broken would be silent. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes)
  } catch {
    throw new SamsaError('SAMSA_DESERIALIZE', `these ${bytes.byteLength} bytes are not UTF-8`)
  }
}

const stringSerde: Serde<string> = Object.freeze({
  serialize: (value: string) => {
    if (typeof value !== 'string')
      throw new SamsaError('SAMSA_SERIALIZE', `string() takes strings, not ${value === null ? 'null' : typeof value}`)
    return value
  },
  deserialize: decodeText,
})

/** UTF-8 text. */
export function string(): Serde<string> {
  return stringSerde
}
