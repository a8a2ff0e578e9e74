/**
 * Every code that a `SamsaError` can carry. A user who searches for a code finds one entry in `docs/reference/errors.md`.
 * The union is closed: a new failure gets a new code here, so nothing is thrown that is not documented.
 */
export type SamsaErrorCode =
  // Found before anything connects
  | 'SAMSA_CONFIG_NOT_FOUND'
  | 'SAMSA_CONFIG_INVALID'
  | 'SAMSA_OPTION_INVALID'
  | 'SAMSA_ROUTE_INVALID'
  | 'SAMSA_CONSUMER_INVALID'
  | 'SAMSA_INJECTION'
  | 'SAMSA_NOT_BUILT'
  | 'SAMSA_KAFKA_SETTING'
  | 'SAMSA_LIBRARY'
  | 'SAMSA_MIXED_VERSIONS'
  | 'SAMSA_SETUP_FAILED'
  // Data
  | 'SAMSA_DESERIALIZE'
  | 'SAMSA_SERIALIZE'
  | 'SAMSA_SCHEMA_ASYNC'
  | 'SAMSA_SERDE_PREPARE'
  // Handlers and results
  | 'SAMSA_HANDLER_TIMEOUT'
  | 'SAMSA_HANDLER_STUCK'
  | 'SAMSA_OUTCOME_INVALID'
  | 'SAMSA_DEAD_LETTER'
  | 'SAMSA_RETRY'
  // Why a result can no longer count (the reason of `context.signal`)
  | 'SAMSA_DRAIN_DEADLINE'
  | 'SAMSA_PARTITION_LOST'
  | 'SAMSA_PARTITION_REVOKED'
  | 'SAMSA_LOCK_EXPIRED'
  | 'SAMSA_WORKER_FAILED'
  // Kafka
  | 'SAMSA_NO_BROKER'
  | 'SAMSA_AUTHENTICATION'
  | 'SAMSA_AUTHORIZATION'
  | 'SAMSA_GROUP_KIND'
  | 'SAMSA_GROUP_FAILED'
  | 'SAMSA_COMMIT_FAILED'
  | 'SAMSA_FENCED'
  | 'SAMSA_KAFKA'
  // Sending
  | 'SAMSA_SEND_FAILED'
  | 'SAMSA_SEND_UNANSWERED'
  | 'SAMSA_PRODUCER_CLOSED'
  // Ends of the process
  | 'SAMSA_UNCAUGHT'
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

/** Whether `thrown` is a `SamsaError`, also one of another copy of this package. */
export function isSamsaError(thrown: unknown): thrown is SamsaError {
  return thrown instanceof Error && thrown.name === 'SamsaError' && typeof (thrown as { code?: unknown }).code === 'string'
}
