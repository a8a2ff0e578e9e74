import { headerEntries, quoteGiven, topicNameProblem, type DeadLetterPlan } from '@samsa/contracts'
import { atOnce } from '../policy/at-once.js'
import { deadLetterTopicName } from '../topics/dead-letter-topic-name.js'
import type { DeadLetterHeader } from './dead-letter-headers.js'
import type { DeadLetterHooks, DeadLetterJob } from './dead-letter-writer.js'

/** Topic of a dead letter: the deciding rule's, the route's, or what the application's function names. Throws where that is no name, or what the function threw. */
export function targetOf(job: DeadLetterJob, plan: Pick<DeadLetterPlan, 'topic'>, hooks: DeadLetterHooks | null): string {
  const named = job.topic ?? plan.topic
  const target = named === null ? askTopic(job, hooks) : deadLetterTopicName(named, job.record.topic)
  const problem = topicNameProblem(target)
  if (problem !== null) throw new Error(`${quoteGiven(target)} is no dead-letter topic: ${problem}`)
  return target as string
}

function askTopic({ record, failure }: DeadLetterJob, hooks: DeadLetterHooks | null): unknown {
  if (typeof hooks?.topic !== 'function') throw new Error('assertion: nothing names the dead-letter topic')
  return atOnce('deadLetter.topic', hooks.topic(record, failure.thrown))
}

/** Value of a dead letter: the record's own, or what `transform` makes of it. Throws what it throws, and where it answers neither bytes nor text nor null. */
export function valueOf({ record, raw, failure }: DeadLetterJob, hooks: DeadLetterHooks | null): Uint8Array | string | null {
  if (hooks?.transform === undefined) return raw.value
  const value = atOnce('deadLetter.transform', hooks.transform(record, failure.thrown))
  if (!isHeaderValue(value)) throw new Error(`deadLetter.transform answered ${quoteGiven(value)}: answer bytes, text or null`)
  return value
}

/** Headers that the application adds. Throws what its function throws, and where it answers none. */
export function addedHeaders({ record, failure }: DeadLetterJob, hooks: DeadLetterHooks | null): readonly DeadLetterHeader[] {
  if (hooks?.headers === undefined) return []
  const given = atOnce('deadLetter.headers', hooks.headers(record, failure.thrown))
  if (typeof given !== 'object' || given === null)
    throw new Error(`deadLetter.headers answered ${quoteGiven(given)}: answer pairs or an object`)
  const entries: readonly unknown[] = headerEntries(given as Parameters<typeof headerEntries>[0])
  for (const entry of entries)
    if (!isHeader(entry)) throw new Error('deadLetter.headers answered a header that is no pair of a name and bytes, text or null')
  return entries as readonly DeadLetterHeader[]
}

function isHeader(entry: unknown): entry is DeadLetterHeader {
  return Array.isArray(entry) && entry.length === 2 && typeof entry[0] === 'string' && entry[0] !== '' && isHeaderValue(entry[1])
}

function isHeaderValue(value: unknown): value is Uint8Array | string | null {
  return value === null || typeof value === 'string' || value instanceof Uint8Array
}
