import type { Problem } from './problem.js'

const commits = 'Samsa commits the positions of settled records itself: use group.options({ commit, commitInterval })'
const starts = 'Samsa decides where a partition begins: use group.options({ initialOffset })'
const buffers = 'Samsa divides the buffer of a group among its partitions: use group.options({ buffer })'
const ends = 'Samsa asks for the ends of partitions itself: leave it out'
const stores = 'Samsa keeps positions in the group, not in files: leave it out'

/** Properties of librdkafka that Samsa sets itself, each with the reason and what to use instead: the words of the type errors and of the start-up report. */
export const ownedKafkaSettings = {
  'auto.commit.enable': commits,
  'auto.commit.interval.ms': commits,
  'auto.offset.reset': starts,
  'client.id': 'Samsa calls its clients <name>-<group>-<n>: use `name` of defineWorker',
  'enable.auto.commit': commits,
  'enable.auto.offset.store': commits,
  'enable.partition.eof': ends,
  'group.id': "the group's id is the first argument of its block: consumerGroup('id', …) or shareGroup('id', …)",
  'group.instance.id': 'static membership is an option of the group: use group.options({ instanceId })',
  'group.protocol': 'the protocol is an option of the group: use group.options({ protocol })',
  'group.protocol.type': 'the block says the kind of group: use consumerGroup or shareGroup',
  'group.remote.assignor': 'the assignor is an option of the group: use group.options({ assignor })',
  'isolation.level': 'isolation is an option of the group: use group.options({ isolation }), in a shareGroup group.settings({ isolation })',
  'offset.store.method': stores,
  'offset.store.path': stores,
  'offset.store.sync.interval.ms': stores,
  'queued.max.messages.kbytes': buffers,
  'queued.min.messages': buffers,
  'share.acknowledgement.mode': 'Samsa acknowledges every record of a shareGroup itself: leave it out',
  'transactional.id': "transactions belong to a route: use `delivery: 'exactly-once'`",
} as const

/** The type side: none of them can be given, and the checker prints why. */
export type OwnedKafkaSettings = {
  readonly [Name in keyof typeof ownedKafkaSettings]?: Problem<(typeof ownedKafkaSettings)[Name]> | undefined
}
