import type { ConsumerRecord } from '../record.js'
import type { ProducerHeaders } from '../record-headers.js'
import type { Problem } from '../problem.js'
import type { AnyTopic } from '../topic.js'

/** Where dead letters go and what they carry. Hooks that throw lose nothing: the record stays unsettled. */
export interface DeadLetterPolicy {
  /** A topic, or a function that names one for each record. Default: `dlq.<topic>`. */
  readonly topic?: string | AnyTopic | ((record: ConsumerRecord, error: unknown) => string) | undefined
  /** Another value than the record's raw one. */
  readonly transform?: ((record: ConsumerRecord, error: unknown) => Uint8Array | string | null) | undefined
  /** Headers besides those of KIP-1191 and Samsa's own. */
  readonly headers?: ((record: ConsumerRecord, error: unknown) => ProducerHeaders) | undefined
  /** Whether a missing topic is created at start, with the source's number of partitions. Default: `true`; `false`: it is a problem at start. */
  readonly create?: boolean | undefined
}

/** Dead letters of a consumer group. */
export interface ConsumerGroupDeadLetterPolicy extends DeadLetterPolicy {
  /** @deprecated Not in a consumerGroup. */
  readonly afterDeliveries?: Problem<'a consumerGroup counts no deliveries: use retry: { attempts }'> | undefined
  /** @deprecated Not in a consumerGroup. */
  readonly broker?: Problem<'the broker writes dead letters of a shareGroup only: use deadLetter: { topic }'> | undefined
}

/** Dead letters of a share group. */
export interface ShareGroupDeadLetterPolicy extends DeadLetterPolicy {
  /** The last delivery in which a record is run, 1 or more: one that comes after it is dead-lettered without being run. Default: the delivery count limit − 1, so that a crash in the last run loses nothing. */
  readonly afterDeliveries?: number | undefined
  /**
   * Lets the broker write dead letters to this topic instead (KIP-1191, Kafka 4.4): group configs `errors.deadletterqueue.topic.name` and
   * `errors.deadletterqueue.copy.record.enable`. One for a group; it keeps key and value only, and goes with no other option but `afterDeliveries`.
   */
  readonly broker?: string | undefined
}

/** `true`: `dlq.<topic>`; a topic or its name (both short for `{ topic }`, what else groups and the worker say still holds); a policy; `false`: none, and `whenExhausted` says what happens instead. */
export type ConsumerGroupDeadLetter = boolean | string | AnyTopic | ConsumerGroupDeadLetterPolicy
/** As `ConsumerGroupDeadLetter`, for a share group. */
export type ShareGroupDeadLetter = boolean | string | AnyTopic | ShareGroupDeadLetterPolicy

/** What happens to a record that has no attempts left and no dead-letter topic. */
export type ConsumerGroupExhausted = 'hold' | 'skip' | 'stop'
/** As `ConsumerGroupExhausted`, for a share group. */
export type ShareGroupExhausted = 'reject' | 'stop'
