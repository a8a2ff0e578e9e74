import { SamsaError, type SamsaErrorCode } from '@samsa/contracts'

interface Kind {
  readonly code: SamsaErrorCode
  readonly retryable: boolean
  readonly what: string
}

const noBroker: Kind = {
  code: 'SAMSA_NO_BROKER',
  retryable: true,
  what: 'check bootstrap.servers and that the brokers run; the library goes on trying',
}
const authentication: Kind = {
  code: 'SAMSA_AUTHENTICATION',
  retryable: false,
  what: 'check sasl.mechanism, the credentials and security.protocol',
}
const authorization: Kind = {
  code: 'SAMSA_AUTHORIZATION',
  retryable: false,
  what: 'give this principal the right (kafka-acls), or use other credentials',
}
const fenced: Kind = { code: 'SAMSA_FENCED', retryable: true, what: 'another producer took over this producer id' }
const other: Kind = { code: 'SAMSA_KAFKA', retryable: true, what: 'the library goes on trying' }

const kinds: Readonly<Record<string, Kind>> = {
  _TRANSPORT: noBroker,
  _ALL_BROKERS_DOWN: noBroker,
  _RESOLVE: noBroker,
  _TIMED_OUT: noBroker,
  _SSL: { ...authentication, what: 'check security.protocol, ssl.ca.location and the certificates' },
  _AUTHENTICATION: authentication,
  SASL_AUTHENTICATION_FAILED: authentication,
  ILLEGAL_SASL_STATE: authentication,
  UNSUPPORTED_SASL_MECHANISM: authentication,
  TOPIC_AUTHORIZATION_FAILED: authorization,
  CLUSTER_AUTHORIZATION_FAILED: authorization,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: authorization,
  _FENCED: fenced,
  INVALID_PRODUCER_EPOCH: fenced,
}

/** Trouble between the producer and Kafka, as librdkafka tells it, as a `SamsaError`. `fatal`: this library handle cannot go on. */
export function mapError(cluster: string, name: string, text: string, fatal: boolean): SamsaError {
  const kind = kinds[name] ?? other
  const what = fatal ? fatalAdvice(kind) : kind.what
  return new SamsaError(kind.code, `producer for cluster ${cluster}: ${text} (${name}): ${what}`, {
    retryable: kind.retryable,
    details: { cluster, kafka: name, fatal },
  })
}

function fatalAdvice(kind: Kind): string {
  return kind.retryable ? 'fatal for this producer id' : `fatal: ${kind.what}`
}
