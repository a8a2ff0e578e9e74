/** An unsigned number of variable length, as flexible versions of Kafka's protocol write lengths. */
export function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest > 0x7f; rest >>>= 7) bytes.push((rest & 0x7f) | 0x80)
  return Buffer.from([...bytes, rest])
}

/** A text: its length + 1, then UTF-8; null is 0. */
export function compactText(text: string | null): Buffer {
  if (text === null) return varint(0)
  const bytes = Buffer.from(text)
  return Buffer.concat([varint(bytes.length + 1), bytes])
}

/** A list: its length + 1, then its items. */
export function compactList(items: readonly Buffer[]): Buffer {
  return Buffer.concat([varint(items.length + 1), ...items])
}

/** Reads a response from front to back. */
export class ProtocolReader {
  #at = 0

  constructor(private readonly bytes: Buffer) {}

  int16(): number {
    return this.bytes.readInt16BE((this.#at += 2) - 2)
  }

  int32(): number {
    return this.bytes.readInt32BE((this.#at += 4) - 4)
  }

  int64(): number {
    return Number(this.bytes.readBigInt64BE((this.#at += 8) - 8))
  }

  skip(length: number): void {
    this.#at += length
  }

  varint(): number {
    let value = 0
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes.readUInt8(this.#at++)
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
  }

  text(): string | null {
    const length = this.varint() - 1
    if (length < 0) return null
    this.#at += length
    return this.bytes.toString('utf8', this.#at - length, this.#at)
  }

  list<Item>(read: () => Item): Item[] {
    return Array.from({ length: this.varint() - 1 }, read)
  }

  /** Skips tagged fields, of which there are none that a scenario needs. */
  tags(): void {
    for (let left = this.varint(); left > 0; left--) {
      this.varint()
      this.skip(this.varint())
    }
  }
}
