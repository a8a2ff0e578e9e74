import type { OutgoingRecord } from '@samsa/contracts'

type Data = Uint8Array | string

/** Below this length a loop over ASCII characters is quicker than a call into Node's encoder. */
const shortText = 24

/** Bytes of a header entry before its name: name length and value length, 32 bits each. */
export const headerEntryBytes = 8

/** Writes text as UTF-8, or bytes as they are, at `at`; answers how many bytes that took. The room was checked before. */
export function writeData(bytes: Buffer, at: number, data: Data): number {
  if (typeof data !== 'string') {
    if (!(data instanceof Uint8Array)) throw new TypeError(`${data === null ? 'null' : typeof data} is neither text nor bytes`)
    bytes.set(data, at)
    return data.length
  }
  const length = data.length
  if (length > shortText) return bytes.write(data, at)
  for (let index = 0; index < length; index++) {
    const code = data.charCodeAt(index)
    if (code > 0x7f) return bytes.write(data, at)
    bytes[at + index] = code
  }
  return length
}

/** Writes one header entry as the binding reads it: `i32 nameLength, i32 valueLength (-1: null), name, value`, little endian. */
export function writeHeader(bytes: Buffer, at: number, name: string, value: Data | null): number {
  const nameBytes = writeData(bytes, at + headerEntryBytes, name)
  const valueBytes = value === null ? 0 : writeData(bytes, at + headerEntryBytes + nameBytes, value)
  bytes.writeInt32LE(nameBytes, at)
  bytes.writeInt32LE(value === null ? -1 : valueBytes, at + 4)
  return headerEntryBytes + nameBytes + valueBytes
}

function sum(record: OutgoingRecord, size: (data: Data | null) => number): number {
  let total = size(record.key) + size(record.value)
  if (record.headers !== null) for (const [name, value] of record.headers) total += headerEntryBytes + size(name) + size(value)
  return total
}

/** Most bytes that the data can take: a UTF-16 unit becomes at most three bytes. */
function mostBytesOf(data: Data | null): number {
  if (data === null) return 0
  return typeof data === 'string' ? data.length * 3 : data.length
}

function exactBytesOf(data: Data | null): number {
  if (data === null) return 0
  return typeof data === 'string' ? Buffer.byteLength(data) : data.length
}

/** Upper bound of the bytes of a record, quick to find. */
export function mostBytes(record: OutgoingRecord): number {
  return record.headers === null ? mostBytesOf(record.key) + mostBytesOf(record.value) : sum(record, mostBytesOf)
}

/** Exact bytes of a record's key, value and headers as they lie in a page. */
export function exactBytes(record: OutgoingRecord): number {
  return sum(record, exactBytesOf)
}
