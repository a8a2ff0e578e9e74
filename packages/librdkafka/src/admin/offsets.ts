import { Errno } from '../errno.js'
import { native } from '../library.js'
import type { TopicPartition } from '../topic-partition.js'
import { flattenOffsets, LogicalOffset } from '../topic-partition.js'
import type { RequestOptions, Requester } from './request-options.js'
import { timeoutOf } from './request-options.js'

/** Which offset of a partition is asked for. */
export interface ListOffsetsSpec extends TopicPartition {
  /** A number is a time in ms: the first record at or after it. `max-timestamp` is the record with the largest one (KIP-734). */
  readonly at: 'earliest' | 'latest' | 'max-timestamp' | number
}

/** Options of `listOffsets`. */
export interface ListOffsetsOptions extends RequestOptions {
  /** With `read_committed` the latest offset is the last stable one. Default `read_uncommitted`. */
  readonly isolation?: 'read_committed' | 'read_uncommitted' | undefined
}

/** The offset of one partition. */
export interface ListedOffset extends TopicPartition {
  /** -1 where no record is at or after the time. */
  readonly offset: number
  /** ms; -1 where the broker does not say. */
  readonly timestamp: number
  readonly leaderEpoch: number
  /** librdkafka's code; 0 is success. `_FAIL`: the leader gave no answer in time, others did. */
  readonly errno: number
}

const places = { 'earliest': -2, 'latest': -1, 'max-timestamp': -3 }

// librdkafka 2.15.1 (rd_kafka_ListOffsets_response_merge) reports the partitions of a leader that did not answer as a success without an offset
const refuseUnknown = (listed: ListedOffset): ListedOffset =>
  listed.errno === 0 && listed.offset === LogicalOffset.invalid ? { ...listed, errno: Errno._FAIL } : listed

/** Asks the leaders of partitions for offsets. */
export function listOffsets(
  client: Requester,
  specs: readonly ListOffsetsSpec[],
  options?: ListOffsetsOptions,
): Promise<readonly ListedOffset[]> {
  if (specs.length === 0) return Promise.resolve([])
  const flat = flattenOffsets(
    specs.map(({ topic, partition, at }) => ({ topic, partition, offset: typeof at === 'number' ? at : places[at] })),
  )
  const readCommitted = options?.isolation === 'read_committed'
  return client.requests.start<readonly ListedOffset[], readonly ListedOffset[]>(
    (id) => native().listOffsets(client.handle, id, timeoutOf(options), flat, readCommitted),
    (listed) => listed.map(refuseUnknown),
  )
}
