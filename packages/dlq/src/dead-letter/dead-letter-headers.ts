import { textOfThrown } from '@samsa/contracts'
import type { DeadLettered, DeadLetterJob, DeadLetterOrigin } from './dead-letter-writer.js'
import { boundedText } from './bounded-text.js'
import type { ErrorDescription } from './describe-error.js'

/** One header to send. */
export type DeadLetterHeader = readonly [name: string, value: Uint8Array | string | null]

/** Most bytes of the reason in a header. */
const maxMessageBytes = 4 * 1024

/** What the headers of a dead letter tell about. */
export interface DeadLetterFacts {
  readonly job: DeadLetterJob
  readonly id: string
  readonly origin: DeadLetterOrigin
  readonly error: ErrorDescription
  /** What had to be left out because the record is too large for the target. */
  readonly omitted: DeadLettered['omitted']
}

/**
 * What Samsa adds to the headers of a dead letter: those of KIP-1191 under their own names, then `samsa.dlq.…`, all text. Those that have nothing to say are left out: no
 * class, code and stack without an error, no timestamp and no trace where the record has none.
 */
export function deadLetterHeaders(facts: DeadLetterFacts): readonly DeadLetterHeader[] {
  return [...kafkaHeaders(facts), ...ownHeaders(facts), ...omittedHeaders(facts)]
}

/** KIP-1191: a consumer group counts no deliveries, there it is the executions. */
function kafkaHeaders({ job, origin }: DeadLetterFacts): readonly DeadLetterHeader[] {
  const { record, failure, attempt, deliveryCount } = job
  return [
    ['__dlq.errors.topic', record.topic],
    ['__dlq.errors.partition', `${record.partition}`],
    ['__dlq.errors.offset', `${record.offset}`],
    ['__dlq.errors.group', origin.group],
    ['__dlq.errors.delivery.count', `${deliveryCount ?? attempt}`],
    ['__dlq.errors.message', boundedText(oneLine(textOfThrown(failure.reason)), maxMessageBytes)],
  ]
}

function ownHeaders({ job, id, origin, error, omitted }: DeadLetterFacts): readonly DeadLetterHeader[] {
  const { timestamp } = job.record
  const given: readonly DeadLetterHeader[] = [
    ['version', '1'],
    ['id', id],
    ['cause', job.failure.cause],
    ['error.class', error.className],
    ['error.code', error.code],
    ['error.stack', omitted.includes('stack') ? null : error.stack],
    ['attempts', `${job.attempt}`],
    ['failed.first', timeText(job.firstFailedAtMs)],
    ['failed.last', timeText(job.lastFailedAtMs)],
    ['group.kind', origin.kind],
    ['cluster', origin.cluster],
    ['worker', origin.worker],
    ['samsa', origin.version],
    ['timestamp', timestamp < 0 ? null : `${timestamp}`],
    ['trace', job.raw.headers.findLast(([name]) => name === 'traceparent')?.[1] ?? null],
  ]
  return given.flatMap(([name, value]) => (value === null ? [] : [[`samsa.dlq.${name}`, value] as const]))
}

function omittedHeaders({ job, omitted }: DeadLetterFacts): readonly DeadLetterHeader[] {
  if (omitted.length === 0) return []
  const { value } = job.raw
  const bytes: readonly DeadLetterHeader[] =
    omitted.includes('value') && value !== null ? [['samsa.dlq.value.bytes', `${value.length}`]] : []
  return [['samsa.dlq.omitted', omitted.join(',')], ...bytes]
}

/** For tools that print a header in a line. */
function oneLine(text: string): string {
  return text.trim().replaceAll(/[\r\n\v\f\u0085\u2028\u2029]+/g, ' ')
}

function timeText(atMs: number): string {
  return new Date(atMs).toISOString()
}
