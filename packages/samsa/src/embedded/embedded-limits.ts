/** What a run with `--embedded` cannot show, because the broker inside the process (librdkafka's mock cluster) does not do it. */
export const embeddedLimits: readonly string[] = Object.freeze([
  'data outlives the process: topics and positions are gone at its end',
  'retention, compaction and other topic configs',
  'authentication, authorisation and encryption',
  'several brokers, replication, and what happens when one fails',
  'settings of groups on the broker (`worker settings`): share groups take what is declared, one set for all of them',
  'share groups whose members share a partition: surplus members stay idle, and one slow record holds up its partition',
  'latencies of share groups, and locks to less than a second: fetches are answered every 100 ms, locks end on the full second',
  'share groups apart from each other: where the connection of one member ends, all get what they hold again',
  'the last deliveries of a record alone (throttled delivery), and acknowledgements that fail together',
  'the last acknowledgements of a stop: its members leave first, and this broker then refuses them',
  'dead-letter topics that are missing or may not be written to: all of them are there; and dead letters that the broker writes itself (`deadLetter: { broker }`)',
  'quotas and throttling',
  'topics that are created later, for members of the KIP-848 protocol',
  'commits while a classic group is joining: they are refused, and what was handled comes again',
])
