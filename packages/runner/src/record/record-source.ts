import type { Serde } from '@samsa/contracts'

/** What all records of one partition have in common: one object per lane. */
export interface RecordSource {
  readonly topic: string
  readonly partition: number
  readonly key: Serde<unknown, never>
  readonly value: Serde<unknown, never>
}
