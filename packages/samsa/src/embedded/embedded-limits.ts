/** What a run with `--embedded` cannot show, because the broker inside the process (librdkafka's mock cluster) does not do it. */
export const embeddedLimits: readonly string[] = Object.freeze([
  'data outlives the process: topics and positions are gone at its end',
  'retention, compaction and other topic configs',
  'authentication, authorisation and encryption',
  'several brokers, replication, and what happens when one fails',
  'settings of groups on the broker, and share groups whose members share a partition',
  'quotas and throttling',
  'topics that are created later, for members of the KIP-848 protocol',
  'commits while a classic group is joining: they are refused, and what was handled comes again',
])
