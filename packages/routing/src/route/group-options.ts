import type {
  ConsumerGroupAction,
  ConsumerGroupDeadLetter,
  ConsumerGroupExhausted,
  Duration,
  KafkaSettings,
  ShareGroupAction,
  ShareGroupDeadLetter,
  ShareGroupExhausted,
  Size,
} from '@samsa/contracts'
import type { InitialOffsetOption } from './consumer-group-route.js'
import type {
  NoConsumerExhausted,
  NoConsumerAction,
  notInConsumerOptions,
  notInShareKafka,
  notInShareOptions,
  Refused,
  NoShareExhausted,
  NoShareAction,
} from './other-kind.js'
import type { RecoveryOptions } from './route-options.js'

/** What `group.options` takes in either kind of group. */
export interface GroupOptions {
  /** Properties of librdkafka for this group, on top of the cluster's. */
  readonly kafka?: KafkaSettings | undefined
  /** Name of one of the worker's `clusters`. Default: `'default'`. */
  readonly cluster?: string | undefined
  /** Longest time that running handlers get at a revocation or stop. Default: the worker's. */
  readonly drain?: Duration | undefined
}

/** What `group.options` takes in a consumer group. */
export interface ConsumerGroupOptions
  extends
    GroupOptions,
    RecoveryOptions<ConsumerGroupAction | NoConsumerAction, ConsumerGroupDeadLetter, ConsumerGroupExhausted | NoConsumerExhausted>,
    Refused<typeof notInConsumerOptions> {
  /** `auto` (default): KIP-848 first, classic where the broker or a setting demands it. */
  readonly protocol?: 'auto' | 'consumer' | 'classic' | undefined
  /** Assignor under Kafka's name (`uniform`, `range`; classic: `cooperative-sticky`, …). Default: the broker's; classic: `cooperative-sticky`. */
  readonly assignor?: string | undefined
  /** Static membership (`group.instance.id`): a name that is this process's alone and outlives restarts. Default: none. */
  readonly instanceId?: string | undefined
  /** Where to begin without a committed position. Default: `'earliest'`. */
  readonly initialOffset?: InitialOffsetOption | undefined
  /** Whether records of open and aborted transactions are left out (`isolation.level`). Default: `'read_committed'`. */
  readonly isolation?: 'read_committed' | 'read_uncommitted' | undefined
  /** When positions are committed: at intervals (default), or as soon as records are settled. */
  readonly commit?: 'periodic' | 'each' | undefined
  /** Default: `'1s'`. */
  readonly commitInterval?: Duration | undefined
  /** Fetched, undelivered records that the worker holds for this group. Default: `'32MiB'`. */
  readonly buffer?: Size | undefined
}

/** Properties of librdkafka that a share group takes: those of a consumer, without what a share consumer refuses. */
export type ShareGroupKafkaSettings = Omit<KafkaSettings, keyof typeof notInShareKafka> & Refused<typeof notInShareKafka>

/** What `group.options` takes in a share group. */
export interface ShareGroupOptions
  extends
    Omit<GroupOptions, 'kafka'>,
    RecoveryOptions<ShareGroupAction | NoShareAction, ShareGroupDeadLetter, ShareGroupExhausted | NoShareExhausted>,
    Refused<typeof notInShareOptions> {
  /** Properties of librdkafka for this group, on top of the cluster's. */
  readonly kafka?: ShareGroupKafkaSettings | undefined
  /** Members of the group for each of its routes in a worker, 1 or more. Default: chosen by the engine, 2 at first. */
  readonly members?: number | undefined
}
