import { decodePart, recordHeaders, spanWidth, type ConsumerRecord, type RecordColumns, type RecordHeaders } from '@samsa/contracts'
import { copyRecord } from './copy-record.js'
import { headerEntries } from './header-entries.js'
import type { RecordSource } from './record-source.js'

/** A part that could not be decoded: every further look at it throws the same error. */
class Undecodable {
  readonly error: unknown

  constructor(error: unknown) {
    this.error = error
  }
}

const unread = Symbol('not looked at yet')

/**
 * A record as a light view of its columns, made when a handler is called: nothing is decoded, copied or allocated until it is asked for, and then once.
 * Prints as its coordinates, so that no log carries what it holds by accident.
 */
export class RecordView implements ConsumerRecord {
  private readonly source: RecordSource
  private readonly columns: RecordColumns
  private readonly index: number
  private keyRead: unknown = unread
  private valueRead: unknown = unread
  private headersRead: unknown = unread

  constructor(source: RecordSource, columns: RecordColumns, index: number) {
    this.source = source
    this.columns = columns
    this.index = index
  }

  get topic(): string {
    return this.source.topic
  }

  get partition(): number {
    return this.source.partition
  }

  get offset(): number {
    return this.columns.offsets[this.index] as number
  }

  get timestamp(): number {
    return this.columns.timestamps[this.index] as number
  }

  get id(): string {
    return `${this.source.topic}/${this.source.partition}/${this.offset}`
  }

  get key(): unknown {
    if (this.keyRead === unread) this.keyRead = this.read('key', 0)
    return known(this.keyRead)
  }

  get value(): unknown {
    if (this.valueRead === unread) this.valueRead = this.read('value', 2)
    return known(this.valueRead)
  }

  get headers(): RecordHeaders {
    if (this.headersRead === unread) this.headersRead = this.readHeaders()
    return known(this.headersRead) as RecordHeaders
  }

  detach(): RecordView {
    return new RecordView(this.source, copyRecord(this.columns, this.index), 0)
  }

  toJSON(): unknown {
    return { topic: this.topic, partition: this.partition, offset: this.offset, timestamp: this.timestamp }
  }

  [Symbol.for('nodejs.util.inspect.custom')](): string {
    return `ConsumerRecord ${this.id}`
  }

  private read(part: 'key' | 'value', column: 0 | 2): unknown {
    const { bytes, spans } = this.columns
    const position = spans[spanWidth * this.index + column] as number
    const length = spans[spanWidth * this.index + column + 1] as number
    // not subarray: a plain construction takes half the time
    const view = length < 0 ? null : new Uint8Array(bytes.buffer, bytes.byteOffset + position, length)
    try {
      return decodePart(this.source[part], view, part, this)
    } catch (thrown) {
      return new Undecodable(thrown)
    }
  }

  private readHeaders(): unknown {
    try {
      return recordHeaders(headerEntries(this.columns, this.index, this), this)
    } catch (thrown) {
      return new Undecodable(thrown)
    }
  }
}

function known(read: unknown): unknown {
  if (read instanceof Undecodable) throw read.error
  return read
}
