import type { TopicPartitionResult } from './topic-partition.js'

/** What a {@link KafkaError} is made of. */
export interface KafkaErrorFields {
  /** librdkafka's code: positive from a broker, negative from the library. */
  readonly errno: number
  /** Its name: `'_TIMED_OUT'`, `'ILLEGAL_GENERATION'`. */
  readonly name: string
  /** librdkafka's sentence. */
  readonly text: string
  /** The client cannot be used any more. Default false. */
  readonly fatal?: boolean | undefined
  /** The same call may succeed later. Default false. */
  readonly retriable?: boolean | undefined
  /** The transaction has to be aborted. Default false. */
  readonly abortable?: boolean | undefined
  /** Results for each partition, where the call has them. Default none. */
  readonly partitions?: readonly TopicPartitionResult[] | undefined
}

/** An error of a broker or of librdkafka at run time. */
export class KafkaError extends Error {
  /** The error's name in librdkafka: `'_TIMED_OUT'`, `'ILLEGAL_GENERATION'`; a leading underscore means it came from the library, not from a broker. */
  override readonly name: string
  /** librdkafka's code: positive as in the Kafka protocol, negative from the library. */
  readonly errno: number
  /** The client cannot be used any more. */
  readonly fatal: boolean
  /** The same call may succeed later. */
  readonly retriable: boolean
  /** The transaction has to be aborted; then a new one may begin. */
  readonly abortable: boolean
  /** Results for each partition of the call that failed; empty where it has none. */
  readonly partitions: readonly TopicPartitionResult[]

  /** @param fields code, name and sentence; what is left out is false or empty */
  constructor(fields: KafkaErrorFields) {
    super(`${fields.name}: ${fields.text}`)
    this.name = fields.name
    this.errno = fields.errno
    this.fatal = fields.fatal ?? false
    this.retriable = fields.retriable ?? false
    this.abortable = fields.abortable ?? false
    this.partitions = fields.partitions ?? []
  }
}
