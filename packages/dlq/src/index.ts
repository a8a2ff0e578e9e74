export { decideOutcome, type DeliveryState, type FailedRun, type RecoveryAction, type RecoveryDecision } from './policy/decide-outcome.js'
export type { Failure, FailureCause } from './policy/failure.js'
export { isCritical } from './policy/is-critical.js'
export { lastRunDelivery } from './policy/last-run.js'
export { makePolicy, type PolicyFunctions } from './policy/make-policy.js'
export type { RecoveryPolicy, RecoveryRule } from './policy/recovery-policy.js'
export { createDeadLetterWriter } from './dead-letter/create-dead-letter-writer.js'
export { deadLetterId } from './dead-letter/dead-letter-id.js'
export type {
  DeadLetterHooks,
  DeadLetterJob,
  DeadLetterOrigin,
  DeadLettered,
  DeadLetterWriter,
  DeadLetterWriterOptions,
  RawRecord,
} from './dead-letter/dead-letter-writer.js'
export { createDeadLetterTargets, type DeadLetterTargetsOptions } from './topics/create-dead-letter-targets.js'
export { deadLetterTopicName } from './topics/dead-letter-topic-name.js'
export type { DeadLetterSource, DeadLetterTargets } from './topics/dead-letter-targets.js'
export { prepareDeadLetterTopics } from './topics/prepare-dead-letter-topics.js'
export type { DeadLetterTopicProblem, WantedDeadLetterTopic } from './topics/wanted-dead-letter-topic.js'
