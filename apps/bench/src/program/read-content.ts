import type { ConsumeJob } from './consume-job.js'
import type { Tally } from './tally.js'

/** A value as the clients hand it over. */
type Value = Buffer | string | null | undefined

/**
 * What the handler of this job does with a record's value, or null when it leaves it alone. Made once, so that a handler asks nothing for
 * each record.
 */
export function contentReader(job: ConsumeJob, tally: Tally): ((value: Value) => void) | null {
  if (job.handler === 'noop') return null
  const read = job.handler === 'json' ? idOf : lengthOf
  return (value) => {
    tally.begin()
    tally.content(read(value))
  }
}

function lengthOf(value: Value): number {
  return value?.length ?? 0
}

function idOf(value: Value): number {
  const order: unknown = JSON.parse(typeof value === 'string' ? value : (value?.toString('utf8') ?? 'null'))
  return (order as { id: number }).id
}
