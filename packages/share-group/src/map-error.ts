import { SamsaError, type SamsaErrorCode } from '@samsa/contracts'

/** What librdkafka or a broker reports: Kafka's name of the error, and its sentence. */
export interface Failure {
  /** `UNKNOWN_MEMBER_ID`; librdkafka's own errors begin with an underscore. */
  readonly name: string
  readonly errno: number
  readonly text: string
}

/** Whose group, where; and whether the session has worked before. */
export interface FailureContext {
  readonly group: string
  readonly cluster: string
  readonly topic: string | null
  /** Whether a member of this session was ever in the group: then a fresh session may help where it would not at first. */
  readonly wasJoined: boolean
}

/** A failure as Samsa tells it, and whether the session ends by it. */
export interface MappedFailure {
  readonly error: SamsaError
  readonly isTerminal: boolean
}

type Verdict = { readonly code: SamsaErrorCode; readonly isTerminal: boolean; readonly retryable: boolean; readonly advice: string }

const unreachable: Verdict = {
  code: 'SAMSA_NO_BROKER',
  isTerminal: false,
  retryable: true,
  advice: 'check bootstrap.servers, security.protocol and the network; the worker goes on trying',
}
const waiting: Verdict = { code: 'SAMSA_KAFKA', isTerminal: false, retryable: true, advice: 'the worker goes on trying' }
const noTopic: Verdict = {
  code: 'SAMSA_KAFKA',
  isTerminal: false,
  retryable: true,
  advice: 'the topic does not exist yet: it is consumed as soon as it does',
}
const ended: Verdict = { code: 'SAMSA_GROUP_FAILED', isTerminal: true, retryable: true, advice: 'a fresh session may help' }
const otherKind: Verdict = {
  code: 'SAMSA_GROUP_KIND',
  isTerminal: true,
  retryable: false,
  advice: 'the group id is in use by another kind of group: choose another group id, or stop and delete that group',
}
const switchedOff: Verdict = {
  ...ended,
  retryable: false,
  advice:
    'share groups need Kafka 4.2 or later with the feature switched on: kafka-features.sh --bootstrap-server … upgrade --feature share.version=1',
}

const verdicts: Readonly<Record<string, Verdict>> = {
  _TRANSPORT: unreachable,
  _RESOLVE: unreachable,
  _ALL_BROKERS_DOWN: unreachable,
  _TIMED_OUT: unreachable,
  _TIMED_OUT_QUEUE: unreachable,
  _SSL: { ...unreachable, advice: 'the TLS handshake failed: check security.protocol and the ssl.* settings; the worker goes on trying' },
  _WAIT_COORD: waiting,
  _UNKNOWN_TOPIC: noTopic,
  _UNKNOWN_PARTITION: noTopic,
  UNKNOWN_TOPIC_OR_PART: noTopic,
  UNKNOWN_TOPIC_ID: noTopic,
  _MAX_POLL_EXCEEDED: {
    code: 'SAMSA_GROUP_FAILED',
    isTerminal: false,
    retryable: true,
    advice: 'the event loop was blocked for longer than max.poll.interval.ms: move blocking work off it; the member joins again',
  },
  GROUP_ID_NOT_FOUND: otherKind,
  UNSUPPORTED_VERSION: switchedOff,
  _UNSUPPORTED_FEATURE: switchedOff,
  INVALID_REQUEST: { ...ended, retryable: false, advice: 'the broker refused the request of the group: see its log' },
  INVALID_GROUP_ID: { ...ended, retryable: false, advice: 'choose another group id' },
  GROUP_MAX_SIZE_REACHED: { ...ended, advice: 'the group has as many members as the broker allows (group.share.max.size)' },
}

const authentication: ReadonlySet<string> = new Set([
  '_AUTHENTICATION',
  'SASL_AUTHENTICATION_FAILED',
  'UNSUPPORTED_SASL_MECHANISM',
  'ILLEGAL_SASL_STATE',
])
const authorization: ReadonlySet<string> = new Set([
  'TOPIC_AUTHORIZATION_FAILED',
  'GROUP_AUTHORIZATION_FAILED',
  'CLUSTER_AUTHORIZATION_FAILED',
])

function judge(name: string, isFatal: boolean, wasJoined: boolean): Verdict {
  if (authentication.has(name)) {
    return {
      code: 'SAMSA_AUTHENTICATION',
      isTerminal: true,
      retryable: wasJoined,
      advice: 'check sasl.mechanism, the credentials and security.protocol',
    }
  }
  if (authorization.has(name)) {
    return {
      code: 'SAMSA_AUTHORIZATION',
      isTerminal: true,
      retryable: false,
      advice: 'grant READ on the group, and READ and DESCRIBE on its topics',
    }
  }
  const verdict = verdicts[name] ?? (isFatal ? ended : waiting)
  if (name === 'GROUP_ID_NOT_FOUND' && wasJoined) return { ...ended, advice: 'the group was deleted on the broker' }
  return isFatal ? { ...verdict, isTerminal: true } : verdict
}

/**
 * Classifies what librdkafka reports. Terminal is what the library does not get over by itself: refused credentials and rights, a group of another kind, a
 * cluster without share groups, anything fatal. The rest is trouble that it goes on with.
 */
export function mapFailure(failure: Failure, isFatal: boolean, context: FailureContext): MappedFailure {
  const { code, isTerminal, retryable, advice } = judge(failure.name, isFatal, context.wasJoined)
  const where = context.topic === null ? `group ${context.group}` : `group ${context.group}, topic ${context.topic}`
  const error = new SamsaError(code, `${where}: ${failure.text} (${failure.name}): ${advice}`, {
    retryable,
    details: {
      kafka: failure.name,
      errno: failure.errno,
      group: context.group,
      cluster: context.cluster,
      ...(context.topic === null ? {} : { topic: context.topic }),
    },
  })
  return { error, isTerminal }
}
