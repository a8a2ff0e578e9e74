import { isSamsaError, systemClock, type OutgoingRecord, type RecordMetadata } from '@samsa/contracts'
import { addedHeaders, targetOf, valueOf } from './ask-hooks.js'
import { deadLetterFailed } from './dead-letter-failed.js'
import { deadLetterHeaders, type DeadLetterHeader } from './dead-letter-headers.js'
import { deadLetterId } from './dead-letter-id.js'
import type { DeadLettered, DeadLetterJob, DeadLetterWriter, DeadLetterWriterOptions } from './dead-letter-writer.js'
import { describeError, type ErrorDescription } from './describe-error.js'
import { createFittingSend, isTooLarge, type FittingSend } from './fitting-send.js'

/** A target that is gone is looked up, or created, and written to this often: librdkafka refuses it until it has looked itself, which it does once a second, */
const maxSends = 10
/** and this is how long to wait for that, milliseconds. */
const sendAgainMs = 500

/** A dead letter before its partition and size are known. */
interface Letter {
  readonly job: DeadLetterJob
  readonly id: string
  readonly target: string
  readonly value: Uint8Array | string | null
  /** Those of the application. */
  readonly added: readonly DeadLetterHeader[]
  readonly error: ErrorDescription
}

/**
 * The writer of one route's dead letters. A dead letter has the record's key, value and headers as they came, the application's headers, then those of KIP-1191 and Samsa's own
 * (`samsa.dlq.…`); the partition of the same number, modulo those of the target; and the time at which it is written: the record's own (header `samsa.dlq.timestamp`) may be
 * older than the target keeps records. One that is too large for the target is written without its stack, then without the headers it came with, those of the application, its value, its key
 * (header `samsa.dlq.omitted`); the original stays where its coordinates say. A target that is gone is looked up, or created, again; one that the route consumes itself is refused. Hooks are asked at each write.
 */
export function createDeadLetterWriter(options: DeadLetterWriterOptions): DeadLetterWriter {
  const fitting = createFittingSend()
  return Object.freeze({
    write: async (job: DeadLetterJob): Promise<DeadLettered> => {
      let target: string | null = null
      try {
        target = targetOf(job, options.plan, options.hooks)
        return await writeTo(target, job, options, fitting)
      } catch (cause) {
        throw deadLetterFailed(job, target, cause)
      }
    },
  })
}

async function writeTo(target: string, job: DeadLetterJob, options: DeadLetterWriterOptions, fitting: FittingSend): Promise<DeadLettered> {
  refuseReturn(target, job, options)
  const letter = {
    job,
    id: deadLetterId(options.origin, job.record),
    target,
    value: valueOf(job, options.hooks),
    added: addedHeaders(job, options.hooks),
    error: describeError(job.failure),
  }
  const { answer, omitted } = await fitting.send(partsOf(letter), (left) => send(letter, left, options))
  return { target, partition: answer.partition, offset: answer.offset, id: letter.id, omitted }
}

/** At start only names are known: not what a function answers, nor every pattern. */
function refuseReturn(target: string, { record }: DeadLetterJob, { comesBack }: DeadLetterWriterOptions): void {
  if (target === record.topic) throw new Error('it is the topic that the record came from: name another one')
  if (comesBack(target))
    throw new Error(
      'this route consumes it as well, so the dead letter would come back for ever: name a topic that the route does not consume',
    )
}

/** What can be left out of it, in that order. */
function partsOf({ job, value, added, error }: Letter): DeadLettered['omitted'] {
  const parts = [
    ['stack', error.stack !== null],
    ['headers', job.raw.headers.length > 0],
    ['added-headers', added.length > 0],
    ['value', value !== null],
    ['key', job.raw.key !== null],
  ] as const
  return parts.flatMap(([part, isThere]) => (isThere ? [part] : []))
}

async function send(letter: Letter, omitted: DeadLettered['omitted'], options: DeadLetterWriterOptions): Promise<RecordMetadata> {
  const { clock = systemClock, targets } = options
  for (let left = maxSends; ; left--) {
    const isLast = left === 1
    try {
      return await sendOnce(letter, omitted, options, isLast)
    } catch (error) {
      // whatever it was, the next send looks at the target again
      if (!isTooLarge(error)) targets.forget(letter.target)
      if (!isGone(error) || isLast) throw error
      if (left < maxSends) await new Promise<void>((resolve) => clock.at(clock.now() + sendAgainMs, resolve))
    }
  }
}

/** @param isLast whether nobody sends it again here */
async function sendOnce(
  letter: Letter,
  omitted: DeadLettered['omitted'],
  options: DeadLetterWriterOptions,
  isLast: boolean,
): Promise<RecordMetadata> {
  const { job, target, id, error } = letter
  const { plan, producer, targets, origin } = options
  // in a share group a record that is not written may be lost, and there is no order; a consumer group waits until the producer knows all partitions
  const anywhere = isLast && origin.kind === 'share'
  const partitions = await targets.partitions(target, { source: job.record.topic, create: plan.create })
  const outgoing: OutgoingRecord = {
    key: omitted.includes('key') ? null : job.raw.key,
    value: omitted.includes('value') ? null : letter.value,
    // ours last, because the last of a name counts
    headers: [...givenHeaders(letter, omitted), ...deadLetterHeaders({ job, id, origin, error, omitted })],
    partition: anywhere ? null : job.record.partition % partitions,
    timestampMs: null,
  }
  return producer.send(target, outgoing)
}

/** Those that it came with, then those of the application. */
function givenHeaders({ job, added }: Letter, omitted: DeadLettered['omitted']): readonly DeadLetterHeader[] {
  return [...(omitted.includes('headers') ? [] : job.raw.headers), ...(omitted.includes('added-headers') ? [] : added)]
}

const goneErrors: ReadonlySet<unknown> = new Set(['_UNKNOWN_TOPIC', 'UNKNOWN_TOPIC_OR_PART', 'UNKNOWN_TOPIC_ID', '_UNKNOWN_PARTITION'])

/** Whether the target, or its partition, is not there any more. */
function isGone(error: unknown): boolean {
  return isSamsaError(error) && error.code === 'SAMSA_SEND_FAILED' && goneErrors.has(error.details['kafka'])
}
