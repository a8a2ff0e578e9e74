/** Kafka's key of the request that every broker answers before anybody has logged in. */
const apiVersionsKey = 18
/** Flexible, and the first that tells finalized features (KIP-584). */
const version = 3
/** Tag of `FinalizedFeatures` in the response. */
const finalizedTag = 2

/** The request ApiVersions v3, its length in front. */
export function apiVersionsRequest(clientName: string): Buffer {
  const name = Buffer.from(clientName)
  const head = Buffer.alloc(10)
  head.writeInt16BE(apiVersionsKey, 0)
  head.writeInt16BE(version, 2)
  head.writeInt32BE(1, 4) // correlation id
  head.writeInt16BE(name.length, 8)
  const compact = Buffer.concat([Buffer.from([name.length + 1]), name])
  // client id; no tags; name and version of the client's software; no tags
  const whole = Buffer.concat([head, name, Buffer.from([0]), compact, compact, Buffer.from([0])])
  const length = Buffer.alloc(4)
  length.writeInt32BE(whole.length)
  return Buffer.concat([length, whole])
}

/** Reads a response from front to back. */
class Reader {
  #at = 0
  constructor(readonly bytes: Buffer) {}

  skip(length: number): void {
    this.#at += length
  }

  int16(): number {
    this.#at += 2
    return this.bytes.readInt16BE(this.#at - 2)
  }

  varint(): number {
    for (let value = 0, shift = 0; ; shift += 7) {
      const byte = this.bytes.readUInt8(this.#at++)
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }

  text(): string {
    const length = this.varint() - 1
    this.#at += length
    return this.bytes.toString('utf8', this.#at - length, this.#at)
  }

  /** What stands under each tag. */
  tags(read: (tag: number) => boolean): void {
    for (let left = this.varint(); left > 0; left--) {
      const tag = this.varint()
      const length = this.varint()
      if (!read(tag)) this.skip(length)
    }
  }
}

/**
 * Finalized features with their levels, from a response without its length. Empty where the broker knows none, also where it is too old for this version of the
 * request. Throws where it is no such response.
 */
export function readFinalizedFeatures(response: Buffer): Readonly<Record<string, number>> {
  const reader = new Reader(response)
  reader.skip(4) // correlation id; this response's header has no tags, whatever its version
  if (reader.int16() !== 0) return {}
  for (let left = reader.varint() - 1; left > 0; left--) {
    reader.skip(6) // key, first and last version
    reader.tags(() => false)
  }
  reader.skip(4) // throttle time
  const levels: Record<string, number> = {}
  reader.tags((tag) => {
    if (tag !== finalizedTag) return false
    for (let left = reader.varint() - 1; left > 0; left--) {
      const name = reader.text()
      levels[name] = reader.int16()
      reader.skip(2) // lowest level of all brokers
      reader.tags(() => false)
    }
    return true
  })
  return levels
}
