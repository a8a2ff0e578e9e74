import { SamsaError, type SamsaErrorCode } from '@samsa/contracts'
import { KafkaError, kafkaError } from '@samsa/librdkafka'
import { adviceFor } from './advice.js'

const codes: Readonly<Record<string, SamsaErrorCode>> = {
  _TRANSPORT: 'SAMSA_NO_BROKER',
  _RESOLVE: 'SAMSA_NO_BROKER',
  _ALL_BROKERS_DOWN: 'SAMSA_NO_BROKER',
  _TIMED_OUT: 'SAMSA_NO_BROKER',
  _SSL: 'SAMSA_AUTHENTICATION',
  _AUTHENTICATION: 'SAMSA_AUTHENTICATION',
  SASL_AUTHENTICATION_FAILED: 'SAMSA_AUTHENTICATION',
  TOPIC_AUTHORIZATION_FAILED: 'SAMSA_AUTHORIZATION',
  GROUP_AUTHORIZATION_FAILED: 'SAMSA_AUTHORIZATION',
  CLUSTER_AUTHORIZATION_FAILED: 'SAMSA_AUTHORIZATION',
}

const retryables: ReadonlySet<SamsaErrorCode> = new Set(['SAMSA_NO_BROKER'])

/** Why brokers could not be reached, where more is known than that a request timed out. */
export interface ConnectionTrouble {
  readonly name: string
  readonly text: string
}

/** `what` could not be done: Kafka's reason and what to do. `trouble` replaces the reason of a request that only timed out. */
export function mapError(what: string, thrown: unknown, trouble: ConnectionTrouble | null): SamsaError {
  if (!(thrown instanceof KafkaError)) throw thrown
  const code = codes[thrown.name] ?? 'SAMSA_KAFKA'
  const reason = code === 'SAMSA_NO_BROKER' && trouble !== null ? trouble : { name: thrown.name, text: textOf(thrown) }
  const known = codes[reason.name] ?? code
  return new SamsaError(known, `${what}: ${reason.text} (${reason.name}): ${adviceFor(reason.name)}`, {
    retryable: retryables.has(known) || thrown.retriable || isTransient(thrown.name),
    details: { kafka: reason.name, errno: thrown.errno, text: reason.text },
    cause: thrown,
  })
}

/** An item of a request that failed. */
export interface FailedItem {
  /** What it was, for people: `topic orders`. */
  readonly what: string
  readonly error: KafkaError
}

/** One error for all items that failed; `null` where none did. */
export function mapFailures(items: readonly FailedItem[]): SamsaError | null {
  const errors = items.map(({ what, error }) => mapError(what, error, null))
  const first = errors[0]
  if (first === undefined || errors.length === 1) return first ?? null
  return new SamsaError(first.code, errors.map(({ message }) => message).join('; '), {
    retryable: errors.every(({ retryable }) => retryable),
    details: { ...first.details, failures: errors.map(({ message, details }) => ({ message, kafka: details['kafka'] })) },
    cause: first.cause,
  })
}

/** As `mapFailures`, for results that carry a code; throws where one is not 0. */
export function throwFailures(results: readonly { readonly errno: number }[], what: (index: number) => string): void {
  const items = results.flatMap(({ errno }, index) => (errno === 0 ? [] : [{ what: what(index), error: kafkaError(errno) }]))
  const error = mapFailures(items)
  if (error !== null) throw error
}

const transients: ReadonlySet<string> = new Set([
  'COORDINATOR_LOAD_IN_PROGRESS',
  'COORDINATOR_NOT_AVAILABLE',
  'NOT_COORDINATOR',
  'LEADER_NOT_AVAILABLE',
  'NOT_LEADER_FOR_PARTITION',
  'NOT_LEADER_OR_FOLLOWER',
  'NOT_CONTROLLER',
  'FENCED_LEADER_EPOCH',
  'UNKNOWN_LEADER_EPOCH',
  '_WAIT_COORD',
])

/** Whether Kafka is only busy electing: the request did nothing and will succeed in a moment. */
export function isTransient(name: unknown): boolean {
  return typeof name === 'string' && transients.has(name)
}

function textOf(error: KafkaError): string {
  const prefix = `${error.name}: `
  return error.message.startsWith(prefix) ? error.message.slice(prefix.length) : error.message
}
