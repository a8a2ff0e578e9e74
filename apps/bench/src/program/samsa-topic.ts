import { type Serde, type StandardSchemaV1, type Topic, bytes, json, topic } from 'samsa'

import type { ConsumeJob } from './consume-job.js'
import type { Tally } from './tally.js'

interface Order {
  readonly id: number
}

// Lets everything through: the other candidates only parse, so this one does not validate either.
const anyOrder: StandardSchemaV1<Order> = { '~standard': { version: 1, vendor: 'bench', validate: (value) => ({ value: value as Order }) } }

/** The topic of the job as an application would declare it: JSON where the handler parses, else bytes. */
export function samsaTopic(job: ConsumeJob): Topic<Uint8Array, unknown> {
  // One type for both serdes; nothing is sent to this topic.
  const value = (job.handler === 'json' ? json(anyOrder) : bytes()) as Serde<unknown>
  return topic(job.topic, { key: bytes(), value })
}

/** What the handler of this job does with a record that Samsa gave it, or null when it leaves the value alone. */
export function samsaReader(job: ConsumeJob, tally: Tally): ((record: { readonly value: unknown }) => void) | null {
  if (job.handler === 'noop') return null
  const contentOf =
    job.handler === 'json'
      ? (record: { readonly value: unknown }) => (record.value as Order).id
      : (record: { readonly value: unknown }) => (record.value as Uint8Array).length
  return (record) => {
    tally.begin()
    tally.content(contentOf(record))
  }
}
