import { recordHeaders, type ConsumerRecord } from '@samsa/contracts'
import type { DeadLetterJob, RawRecord } from '../dead-letter/dead-letter-writer.js'
import { buildFailure } from './build-failure.js'

const coordinates = { topic: 'orders', partition: 5, offset: 42, timestamp: 1_700_000_000_000 }

/** What a test may change of a dead letter. */
export interface JobParts {
  readonly record?: Partial<typeof coordinates>
  readonly raw?: Partial<RawRecord>
  readonly job?: Partial<Omit<DeadLetterJob, 'record' | 'raw'>>
}

/** orders/5/42, which failed three times in a consumer group. */
export function buildJob({ record, raw, job }: JobParts = {}): DeadLetterJob {
  const bytes: RawRecord = { key: Uint8Array.of(1), value: Uint8Array.of(2, 255), headers: [['kind', Uint8Array.of(3)]], ...raw }
  return {
    record: recordOf({ ...coordinates, ...record }, bytes),
    raw: bytes,
    failure: buildFailure(),
    attempt: 3,
    deliveryCount: null,
    firstFailedAtMs: 1_700_000_100_000,
    lastFailedAtMs: 1_700_000_200_000,
    topic: null,
    ...job,
  }
}

function recordOf(at: typeof coordinates, { key, value, headers }: RawRecord): ConsumerRecord {
  const record: ConsumerRecord = {
    ...at,
    id: `${at.topic}/${at.partition}/${at.offset}`,
    key,
    value,
    headers: recordHeaders(headers),
    detach: () => record,
  }
  return record
}
