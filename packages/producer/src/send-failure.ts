import { SamsaError } from '@samsa/contracts'
import { Errno, errorName, errorText } from '@samsa/librdkafka'

/** `purge` threw the record out before it was sent. */
export const purgedInQueue = Errno._PURGE_QUEUE
/** `purge` threw the record out on its way to the broker: it may have been written. */
export const purgedInFlight = Errno._PURGE_INFLIGHT
/** Whether `purge` threw the record out. */
export function isPurged(errno: number): boolean {
  return errno === purgedInQueue || errno === purgedInFlight
}

/**
 * With these librdkafka refuses every record after a fatal error of the idempotent producer (rdkafka_idempotence.c, rdkafka_request.c of 2.15);
 * none of them is ever said of one record when it is handed over.
 */
const fatalErrnos: ReadonlySet<number> = new Set([
  Errno._FATAL,
  Errno._FENCED,
  Errno._INCONSISTENT,
  Errno.CLUSTER_AUTHORIZATION_FAILED,
  Errno.INVALID_PRODUCER_EPOCH,
  -148, // _GAPLESS_GUARANTEE
  -165, // _UNSUPPORTED_FEATURE
  45, // OUT_OF_ORDER_SEQUENCE_NUMBER
  59, // UNKNOWN_PRODUCER_ID
])

/** Whether a refusal speaks of the handle, not of the record. */
export function isFatal(errno: number): boolean {
  return fatalErrnos.has(errno)
}

interface Advice {
  readonly retryable: boolean
  readonly what: string
}

const again = (what: string): Advice => ({ retryable: true, what })
const never = (what: string): Advice => ({ retryable: false, what })

const idempotence = 'the producer lost its place in the sequence of this partition and is replaced: send again'
const notAuthorized = (what: string): Advice => never(`give this principal ${what} (kafka-acls), or use other credentials`)

/** What to do, by the name of Kafka's or librdkafka's error code. */
const advices: Readonly<Record<string, Advice>> = {
  MSG_SIZE_TOO_LARGE: never('send less, or raise message.max.bytes in the Kafka settings and max.message.bytes of the topic'),
  RECORD_LIST_TOO_LARGE: never("send less, or raise segment.bytes of the topic; it must hold one batch of 'batch.size' bytes"),
  _QUEUE_FULL: never('this one record is larger than queue.buffering.max.kbytes: raise it, or send less'),
  _MSG_TIMED_OUT: again('check that the brokers are reachable; message.timeout.ms says how long a record may wait'),
  _TIMED_OUT_QUEUE: again('check that the brokers are reachable; message.timeout.ms says how long a record may wait'),
  REQUEST_TIMED_OUT: again('the replicas did not answer in time (request.timeout.ms): look at the health of the cluster'),
  _UNKNOWN_TOPIC: again('create the topic, or check its name and the right to see it (DESCRIBE)'),
  UNKNOWN_TOPIC_OR_PART: again('create the topic, or check its name and the right to see it (DESCRIBE)'),
  TOPIC_EXCEPTION: never('correct the name of the topic: letters, digits, dots, underscores and hyphens, at most 249'),
  _UNKNOWN_PARTITION: never('the topic has no such partition: leave `partition` out, or add partitions'),
  TOPIC_AUTHORIZATION_FAILED: notAuthorized('the right to WRITE to the topic'),
  CLUSTER_AUTHORIZATION_FAILED: notAuthorized('the right IDEMPOTENT_WRITE on the cluster, or set enable.idempotence to false'),
  NOT_ENOUGH_REPLICAS: again('fewer replicas are in sync than min.insync.replicas of the topic demands'),
  NOT_ENOUGH_REPLICAS_AFTER_APPEND: again('fewer replicas are in sync than min.insync.replicas of the topic demands'),
  INVALID_RECORD: never('the broker refuses it: a compacted topic needs a key'),
  INVALID_TIMESTAMP: never(
    'leave `timestamp` out, or keep to message.timestamp.before.max.ms and message.timestamp.after.max.ms of the topic',
  ),
  POLICY_VIOLATION: never('a policy of the cluster forbids it: ask whoever runs it'),
  UNSUPPORTED_COMPRESSION_TYPE: never('choose another compression.type'),
  OUT_OF_ORDER_SEQUENCE_NUMBER: again(idempotence),
  UNKNOWN_PRODUCER_ID: again(idempotence),
  INVALID_PRODUCER_EPOCH: again(idempotence),
  _FATAL: again(idempotence),
  _TRANSPORT: again('the connection broke: check that the brokers are reachable'),
  _INVALID_ARG: never('correct what the record carries'),
}

const unknownAdvice = never('look the code up in the Kafka documentation')

/** Whether sending the same record again may succeed. */
export function isRetryable(errno: number): boolean {
  return isPurged(errno) || adviceFor(errno).retryable
}

function adviceFor(errno: number): Advice {
  return advices[errorName(errno)] ?? unknownAdvice
}

/** Where a record was to go, for messages: `orders [3]`, or `orders` while no partition was chosen. */
export function destination(topic: string, partition: number): string {
  return partition >= 0 ? `${topic} [${partition}]` : topic
}

/** `SAMSA_SEND_FAILED` for one record; `trouble` is what was last heard of the brokers, for records that waited too long. */
export function sendFailed(cluster: string, topic: string, partition: number, errno: number, trouble: string | null): SamsaError {
  const kafka = errorName(errno)
  const advice = adviceFor(errno)
  const heard = trouble !== null && advice.retryable ? `; last heard: ${trouble}` : ''
  return new SamsaError(
    'SAMSA_SEND_FAILED',
    `record for ${destination(topic, partition)} was not delivered: ${errorText(errno)} (${kafka})${heard}: ${advice.what}`,
    {
      retryable: advice.retryable,
      details: { cluster, topic, partition: partition < 0 ? null : partition, kafka, errno },
    },
  )
}

/** `SAMSA_SEND_FAILED` for a record that went down with a producer after a fatal error. */
export function lostWithProducer(cluster: string, topic: string, partition: number, errno: number, fatal: SamsaError): SamsaError {
  const details = {
    cluster,
    topic,
    partition: partition < 0 ? null : partition,
    kafka: errorName(errno),
    errno,
    mayBeWritten: errno !== purgedInQueue,
  }
  const written = errno === purgedInQueue ? '' : ' and may have been written'
  const message = `record for ${destination(topic, partition)} has no answer${written}: ${fatal.message}`
  return new SamsaError('SAMSA_SEND_FAILED', message, { retryable: fatal.retryable, details, cause: fatal })
}

/** `SAMSA_SEND_UNANSWERED` for a record that had no answer at the deadline of `close`. */
export function sendUnanswered(cluster: string, topic: string, partition: number, errno: number): SamsaError {
  const inFlight = errno === purgedInFlight
  const state = inFlight ? 'was on its way to the broker and may have been written' : 'had not left this process'
  return new SamsaError(
    'SAMSA_SEND_UNANSWERED',
    `record for ${destination(topic, partition)} ${state} when the producer closed: give the stop more time, or send it again`,
    {
      retryable: true,
      details: { cluster, topic, partition: partition < 0 ? null : partition, mayBeWritten: inFlight },
    },
  )
}
