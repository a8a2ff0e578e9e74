export type { CommittedOffset, AdminPort, NewTopic, PartitionBounds, TopicDescription } from './admin-port.js'
export { systemClock, type Cancel, type Clock } from './clock.js'
export { isSamsaError, SamsaError, type SamsaErrorCode, type SamsaErrorOptions } from './error.js'
export { lookAt } from './thrown/look-at.js'
export { nameOfValue } from './thrown/name-of-value.js'
export { textOfThrown } from './thrown/text-of-thrown.js'
export type { EventListener, EventMap, EventName, GroupEvent, PartitionEvent, RecordEvent, WorkerState } from './event.js'
export type { LogDetails, Logger } from './logger.js'
export type { OutgoingRecord, ProducerCloseReport, ProducerObserver, ProducerPort, RecordMetadata } from './producer-port.js'
export type { Capabilities } from './engine/capabilities.js'
export type { Engine } from './engine/engine.js'
export type { OffsetsSnapshot } from './engine/offsets-snapshot.js'
export { runWidth, spanWidth, type RecordColumns } from './engine/record-columns.js'
export type {
  CloseReport,
  Handover,
  PartitionStatus,
  PositionControl,
  Session,
  SessionStatus,
  Settlement,
  Doing,
  SlotInfo,
  TransactionSource,
} from './engine/session.js'
export type {
  Answer,
  AnsweredRange,
  BrokenRecord,
  EngineEvent,
  GivenBack,
  MoveCause,
  Overcommitted,
  SessionObserver,
  Starved,
} from './engine/session-observer.js'
export type {
  ConsumerGroupSubscription,
  InitialOffset,
  ShareGroupSubscription,
  SubscribedTopic,
  Subscription,
} from './engine/subscription.js'
export { backoffDelayMs, backoffPlan, exponential, fixed, linear, type Backoff, type BackoffOptions, type BackoffPlan } from './backoff.js'
export type { BatchOf, ConsumerGroupBatch, RecordBatch, ShareGroupBatch } from './batch.js'
export type { BatchOptions } from './batch-options.js'
export { bytes, rawSerde } from './bytes-serde.js'
export type { ConsumerGroupContext, GroupContext, PartitionControl, ShareGroupContext } from './context.js'
export { decodeError, decodePart, type RecordCoordinates, type RecordPart } from './decode.js'
export { durationMs, parseAgo, parseDuration, type Ago, type Duration } from './duration.js'
export { encodePart } from './encode.js'
export type { LibrdkafkaSettings } from './generated/librdkafka-settings.js'
export type { HealthOptions } from './health-options.js'
export { json } from './json-serde.js'
export type { KafkaSettings } from './kafka-settings.js'
export {
  accept,
  deadLetter,
  handled,
  isOutcome,
  reject,
  release,
  retry,
  skip,
  type Accept,
  type ConsumerGroupOutcome,
  type DeadLetter,
  type Handled,
  type Outcome,
  type Reject,
  type Release,
  type Retry,
  type ShareGroupOutcome,
  type Skip,
} from './outcome.js'
export { ownedKafkaSettings, type OwnedKafkaSettings } from './owned-kafka-settings.js'
export { quoteGiven, type Parsed } from './parsed.js'
export type { Problem } from './problem.js'
export type { ConsumerRecord, ProducerRecord, ProducerRecordOf, ProducerRecordOptions, RecordOf } from './record.js'
export { headerEntries, recordHeaders, type ProducerHeaders, type RecordHeader, type RecordHeaders } from './record-headers.js'
export type {
  ConsumerGroupDeadLetter,
  ConsumerGroupDeadLetterPolicy,
  ConsumerGroupExhausted,
  DeadLetterPolicy,
  ShareGroupDeadLetter,
  ShareGroupDeadLetterPolicy,
  ShareGroupExhausted,
} from './recovery/dead-letter-policy.js'
export {
  defaultBackoff,
  defaultDeadLetter,
  defaultRecovery,
  type DeadLetterPlan,
  type RecoveryPlan,
  type RetryPlan,
  type RetryRulePlan,
} from './recovery/recovery-plan.js'
export type {
  BreakerOptions,
  CommonAction,
  ConsumerGroupAction,
  DeadLetterTo,
  ErrorMatcher,
  FloodOptions,
  OwnBackoff,
  RetryPolicy,
  RetryRule,
  ShareGroupAction,
} from './recovery/retry-policy.js'
export type { Send } from './send.js'
export { isSensitiveSetting, redacted, redactSettings } from './sensitive-settings.js'
export { nullable, type Serde } from './serde.js'
export { parseSize, sizeBytes, type Size } from './size.js'
export type {
  SchemaInput,
  SchemaOutput,
  StandardSchemaIssue,
  StandardSchemaProps,
  StandardSchemaResult,
  StandardSchemaV1,
} from './standard-schema.js'
export { decodeText, string } from './string-serde.js'
export {
  isTopic,
  isTopicPattern,
  topic,
  topics,
  type AnyTopic,
  type AnyTopicPattern,
  type Code,
  type Coded,
  type InputOf,
  type OutputOf,
  type Topic,
  type TopicPattern,
  type TopicSerdes,
  type TopicSource,
  type Topics,
} from './topic.js'
export { topicNameProblem } from './topic-name.js'
