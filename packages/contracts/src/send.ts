import type { RecordMetadata } from './producer-port.js'
import type { ProducerRecordOf } from './record.js'
import type { AnyTopic } from './topic.js'

/**
 * Sends one record, or many, to a topic. Fulfilled by the delivery report; waits while the queue is full. Rejects with `SAMSA_SERIALIZE`,
 * `SAMSA_SEND_FAILED` or, at the stop deadline, `SAMSA_SEND_UNANSWERED`.
 */
export interface Send {
  <T extends AnyTopic>(topic: T, records: readonly ProducerRecordOf<NoInfer<T>>[]): Promise<readonly RecordMetadata[]>
  // last, because the checker explains a mistake by the last signature
  <T extends AnyTopic>(topic: T, record: ProducerRecordOf<NoInfer<T>>): Promise<RecordMetadata>
}
