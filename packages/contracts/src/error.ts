import { lookAt } from './thrown/look-at.js'

/**
 * Every code that a `SamsaError` can carry. A user who searches for a code finds one entry in `docs/reference/errors.md`.
 * The union is closed: a new failure gets a new code here, so nothing is thrown that is not documented.
 */
export type SamsaErrorCode =
  // Found before anything connects
  /** No `worker.config.{ts,js,mjs}` was found upwards from the working directory. Cure: run inside the application, or name it with `--config`. */
  | 'SAMSA_CONFIG_NOT_FOUND'
  /** The configuration could not be loaded, or does not export `defineWorker(…)` as default. */
  | 'SAMSA_CONFIG_INVALID'
  /** An option, flag or `SAMSA_*` variable has a value that it cannot have; the message names its path and what it takes. */
  | 'SAMSA_OPTION_INVALID'
  /** A route or block contradicts itself or another one: a topic routed twice, one id for two kinds of group, dead letters that come back in a circle, a name that Kafka refuses. */
  | 'SAMSA_ROUTE_INVALID'
  /** A consumer class cannot be routed: neither or both of `consume` and `consumeBatch`, an instance instead of the class, an unknown or misplaced hook. */
  | 'SAMSA_CONSUMER_INVALID'
  /** A constructor parameter has no class at run time. Cures: import the class itself (no `import type`), or `@Consumer({ inject: […] })`. */
  | 'SAMSA_INJECTION'
  /** A warning of `worker check`: the route runs, and may not do what is expected of it. Never a reason not to start. */
  | 'SAMSA_ROUTE_RISKY'
  /** A route asks for something that this version only types and plans. It is refused, never ignored. */
  | 'SAMSA_NOT_BUILT'
  /** A property of librdkafka is unknown, out of range, or owned by the framework; the message names the option to use instead. */
  | 'SAMSA_KAFKA_SETTING'
  /** librdkafka or the addon could not be loaded; the message names the command that mends it. */
  | 'SAMSA_LIBRARY'
  /** Packages `@samsa/*` of different versions are installed together. Cure: install one version of `samsa`. */
  | 'SAMSA_MIXED_VERSIONS'
  /** The application's `setup` threw. Nothing had connected yet. */
  | 'SAMSA_SETUP_FAILED'
  /** A setting of a share group differs on the broker from what is declared, is unknown to its version, or is refused by it. Cure: `worker settings`, or declare what the broker has. */
  | 'SAMSA_GROUP_SETTING'
  // Data
  /** A key, value or header could not be decoded, or the schema refused it. Thrown by `record.key`, `record.value` and `record.headers`. */
  | 'SAMSA_DESERIALIZE'
  /** A key or value could not be encoded, or the schema refused it. Nothing was sent. */
  | 'SAMSA_SERIALIZE'
  /** A schema validates asynchronously. Records are decoded when they are read, so a schema must answer at once. */
  | 'SAMSA_SCHEMA_ASYNC'
  /** A serde's `prepare` rejected. It is tried again as the policy says, before its record is delivered. */
  | 'SAMSA_SERDE_PREPARE'
  // Handlers and results
  /** A handler threw or rejected; `cause` is what it threw. */
  | 'SAMSA_HANDLER_FAILED'
  /** Reason of `context.signal`: the handler ran longer than the route's `timeout`. */
  | 'SAMSA_HANDLER_TIMEOUT'
  /** A handler ran longer than `stuckAfter`. The worker ends with exit code 3. */
  | 'SAMSA_HANDLER_STUCK'
  /** A lifecycle hook of a consumer class threw; no record is lost by it. */
  | 'SAMSA_HOOK_FAILED'
  /** A handler returned something that is no outcome. Treated like a throw. */
  | 'SAMSA_OUTCOME_INVALID'
  /** A handler returned `deadLetter(reason)`. */
  | 'SAMSA_DEAD_LETTER'
  /** A dead letter could not be written: the write failed, or a hook of the policy threw. The record is not settled. */
  | 'SAMSA_DEAD_LETTER_FAILED'
  /** A dead-letter topic is missing, may not be created or written, or is not prepared for the broker's own dead letters. The message names it and the cure. */
  | 'SAMSA_DEAD_LETTER_TOPIC'
  /** A record of a share group was delivered more often than it is run (`afterDeliveries`, `attempts`), or could not be started at its last delivery. */
  | 'SAMSA_DELIVERIES'
  /** A rule, `whenExhausted: 'stop'` or a critical error (out of memory) ended the worker. The record is not settled. Exit code 3. */
  | 'SAMSA_RECOVERY_STOPPED'
  /** A rule or the application's own backoff threw. It counts as not given. */
  | 'SAMSA_POLICY_FAILED'
  /** A handler returned `retry(…)`. */
  | 'SAMSA_RETRY'
  // Why a result can no longer count (the reason of `context.signal`)
  /** Reason of `context.signal`: the drain time of a stop or a handover is over. */
  | 'SAMSA_DRAIN_DEADLINE'
  /** Reason of `context.signal`: the partition was lost without a handover (expelled, fenced, session timed out). */
  | 'SAMSA_PARTITION_LOST'
  /** The partition belongs to another member now. */
  | 'SAMSA_PARTITION_REVOKED'
  /** Reason of `context.signal`: the record's acquisition lock is about to end. */
  | 'SAMSA_LOCK_EXPIRED'
  /** Reason of `context.signal`: the worker failed elsewhere and is ending. */
  | 'SAMSA_WORKER_FAILED'
  // Kafka
  /** No broker answered within `startTimeout`. The message names the addresses. */
  | 'SAMSA_NO_BROKER'
  /** The broker refused the credentials, or the security settings do not match the listener. */
  | 'SAMSA_AUTHENTICATION'
  /** The principal may not read the topic or join the group. */
  | 'SAMSA_AUTHORIZATION'
  /** The group id belongs to another kind of group on this cluster. */
  | 'SAMSA_GROUP_KIND'
  /** A group cannot work: a fresh session follows with backoff, or the worker ends. */
  | 'SAMSA_GROUP_FAILED'
  /** A commit was refused. While the partition is owned it is repeated. */
  | 'SAMSA_COMMIT_FAILED'
  /** Another process uses the same `instanceId` (static membership) or transactional id. */
  | 'SAMSA_FENCED'
  /** Any other answer of Kafka or librdkafka; `details.name` has Kafka's name for it. */
  | 'SAMSA_KAFKA'
  // Sending
  /** A record was not accepted by Kafka; the message has topic, partition and reason. */
  | 'SAMSA_SEND_FAILED'
  /** A send had no answer when the worker stopped. It may or may not have arrived. */
  | 'SAMSA_SEND_UNANSWERED'
  /** Something was sent after the producer had closed. */
  | 'SAMSA_PRODUCER_CLOSED'
  // Ends of the process
  /** An uncaught exception or unhandled rejection ended the worker (exit code 4). */
  | 'SAMSA_UNCAUGHT'
  /** Reason of `context.signal`: the worker was stopped by force, by a second signal. */
  | 'SAMSA_STOPPED'

/** What a `SamsaError` is made of. */
export interface SamsaErrorOptions {
  /** Whether the same thing may succeed when it is tried again. Default: `false`. */
  readonly retryable?: boolean | undefined
  /** Facts about the failure, JSON-serialisable, never keys or values of records. Frozen. */
  readonly details?: Readonly<Record<string, unknown>> | undefined
  /** What caused it. */
  readonly cause?: unknown
}

/**
 * The one error class of Samsa. `message` is one line: what happened and what to do about it.
 * User mistakes are thrown at definition; failures of handlers are values for recovery; broker trouble is classified by each engine.
 */
export class SamsaError extends Error {
  override readonly name = 'SamsaError'
  /** Stable, documented code. */
  readonly code: SamsaErrorCode
  /** Whether trying again may help. */
  readonly retryable: boolean
  /** Frozen facts about the failure. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(code: SamsaErrorCode, message: string, options: SamsaErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = code
    this.retryable = options.retryable ?? false
    this.details = Object.freeze({ ...options.details })
  }
}

/** Whether `thrown` is a `SamsaError`, also one of another copy of this package. Never throws, whatever was thrown. */
export function isSamsaError(thrown: unknown): thrown is SamsaError {
  return lookAt(() => thrown instanceof Error && thrown.name === 'SamsaError' && hasParts(thrown)) === true
}

/** Whether it has what a `SamsaError` is looked at for: anybody can give an error this name. */
function hasParts({ message, code, details }: Partial<Record<keyof SamsaError, unknown>>): boolean {
  return typeof message === 'string' && typeof code === 'string' && typeof details === 'object' && details !== null
}
