import type { ConsumerRecord } from '@samsa/contracts'
import type { DeadLetterOrigin } from './dead-letter-writer.js'

/**
 * `cluster/group/topic/partition/offset@timestamp`: the same however often, and by whomever of the group, a record is dead-lettered. The timestamp tells records apart whose
 * topic was deleted and created again.
 */
export function deadLetterId(
  { cluster, group }: Pick<DeadLetterOrigin, 'cluster' | 'group'>,
  { topic, partition, offset, timestamp }: Pick<ConsumerRecord, 'topic' | 'partition' | 'offset' | 'timestamp'>,
): string {
  return `${cluster}/${group}/${topic}/${partition}/${offset}@${timestamp}`
}
