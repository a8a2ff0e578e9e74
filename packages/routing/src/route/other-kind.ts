import type { Problem } from '@samsa/contracts'

/** Options that can be written and are never right, each with the sentence that says what to use instead. */
export type Refused<Sentences extends Readonly<Record<string, string>>> = {
  readonly [Name in keyof Sentences]?: Problem<Sentences[Name]> | undefined
}

const groupSetting = 'this is a setting of the group on the broker: use group.settings({ … })'
const isolationSetting = 'isolation of a shareGroup is a setting on the broker: use group.settings({ isolation })'
const membersOption = 'members are an option of the group in this worker: use group.options({ members })'
const noLocks = 'a consumerGroup locks no records: use a shareGroup, or `timeout` to bound a handler'

/** Options of `group.topic` that a share group has not: the words of the type errors and of the start-up report. */
export const notInShareRoute = {
  /** @deprecated Not in a shareGroup. */
  ordering: 'a shareGroup keeps no order: use a consumerGroup for `ordering`',
  /** @deprecated Not in a shareGroup. */
  delivery: 'a shareGroup delivers at least once only: use a consumerGroup for `delivery`',
  /** @deprecated Not in a shareGroup. */
  initialOffset: 'a shareGroup has no positions: use a consumerGroup for `initialOffset`, or group.settings({ offsetReset })',
  /** @deprecated Not in a shareGroup. */
  delay: 'a shareGroup cannot hold records back: use a consumerGroup for `delay`',
  /** @deprecated A setting of the group. */
  offsetReset: groupSetting,
  /** @deprecated A setting of the group. */
  lockDuration: groupSetting,
  /** @deprecated A setting of the group. */
  deliveryCountLimit: groupSetting,
  /** @deprecated A setting of the group. */
  isolation: isolationSetting,
  /** @deprecated An option of the group. */
  members: membersOption,
} as const

/** Options of `group.topic` that a consumer group has not. */
export const notInConsumerRoute = {
  /** @deprecated Not in a consumerGroup. */
  offsetReset: 'offsetReset is a setting of a shareGroup: use `initialOffset`',
  /** @deprecated Not in a consumerGroup. */
  lockDuration: noLocks,
  /** @deprecated Not in a consumerGroup. */
  deliveryCountLimit: 'a consumerGroup counts no deliveries: use retry: { attempts }, or a shareGroup',
} as const

/** Options of `group.options` that a share group has not. */
export const notInShareOptions = {
  /** @deprecated Not in a shareGroup. */
  protocol: 'a shareGroup has one protocol: use a consumerGroup for `protocol`',
  /** @deprecated Not in a shareGroup. */
  assignor: 'the broker shares out the partitions of a shareGroup: use a consumerGroup for `assignor`',
  /** @deprecated Not in a shareGroup. */
  instanceId: 'a shareGroup has no static members: use a consumerGroup for `instanceId`',
  /** @deprecated Not in a shareGroup. */
  initialOffset: notInShareRoute.initialOffset,
  /** @deprecated A setting of the group. */
  isolation: isolationSetting,
  /** @deprecated Not in a shareGroup. */
  commit: 'a shareGroup acknowledges each record: use a consumerGroup for `commit`',
  /** @deprecated Not in a shareGroup. */
  commitInterval: 'a shareGroup acknowledges each record: use a consumerGroup for `commitInterval`',
  /** @deprecated Not in a shareGroup. */
  buffer: 'a shareGroup holds what its members acquired: use `concurrency`, or a consumerGroup for `buffer`',
  /** @deprecated A setting of the group. */
  offsetReset: groupSetting,
  /** @deprecated A setting of the group. */
  lockDuration: groupSetting,
  /** @deprecated A setting of the group. */
  deliveryCountLimit: groupSetting,
  /** @deprecated A setting of the group. */
  heartbeatInterval: groupSetting,
  /** @deprecated A setting of the group. */
  sessionTimeout: groupSetting,
  /** @deprecated A setting of the group. */
  assignmentInterval: groupSetting,
  /** @deprecated A setting of the group. */
  maxRecordLocks: groupSetting,
} as const

/** What `group.settings` of a share group does not take: options of this worker, and words of the other kind. */
export const notInShareSettings = {
  /** @deprecated Not in a shareGroup. */
  initialOffset: 'a shareGroup has no positions: use `offsetReset`, where a group without state begins',
  /** @deprecated An option of the group. */
  members: membersOption,
  /** @deprecated An option of the route. */
  concurrency: 'concurrency is an option of a route: use group.topic(topic, { concurrency })',
  /** @deprecated An option of the route. */
  timeout: 'timeout is an option of a route: use group.topic(topic, { timeout }), or `lockDuration` for the lock',
  /** @deprecated An argument of its own. */
  policy: 'the policy is the second argument: use group.settings({ … }, { policy })',
} as const

const brokerDecides = 'the broker decides this for a shareGroup: use group.settings({ heartbeatInterval, sessionTimeout })'

/** Properties of librdkafka that a share consumer refuses, as `group.options({ kafka })` of a share group gives them. Those of the worker that are meant for consumer groups are left out. */
export const notInShareKafka = {
  /** @deprecated Not in a shareGroup. */
  'session.timeout.ms': brokerDecides,
  /** @deprecated Not in a shareGroup. */
  'heartbeat.interval.ms': brokerDecides,
  /** @deprecated Not in a shareGroup. */
  'partition.assignment.strategy': 'the broker shares out the partitions of a shareGroup: leave it out, or use a consumerGroup',
  /** @deprecated Not in a shareGroup. */
  'allow.auto.create.topics': 'a shareGroup creates no topics: leave it out, and create them before',
  /** @deprecated Not in a shareGroup. */
  'topic.blacklist': 'a shareGroup subscribes to exact names: leave it out',
  /** @deprecated Not in a shareGroup. */
  'fetch.queue.backoff.ms': 'a member of a shareGroup fetches when it is asked to: leave it out',
  /** @deprecated Not in a shareGroup. */
  'fetch.error.backoff.ms': 'a member of a shareGroup fetches when it is asked to: leave it out',
  /** @deprecated Not in a shareGroup. */
  'message.copy.max.bytes': 'librdkafka does not copy for a shareGroup: leave it out',
  /** @deprecated Not in a shareGroup. */
  'consume.callback.max.messages': 'Samsa polls without callbacks: leave it out',
  /** @deprecated Not in a shareGroup. */
  'socket.max.fails': 'librdkafka reconnects a shareGroup by itself: leave it out',
} as const

/** Options of `group.options` that a consumer group has not. */
export const notInConsumerOptions = {
  /** @deprecated Not in a consumerGroup. */
  members: 'a consumerGroup has one member in each worker: start more workers, or use a shareGroup for `members`',
  /** @deprecated Not in a consumerGroup. */
  offsetReset: notInConsumerRoute.offsetReset,
  /** @deprecated Not in a consumerGroup. */
  lockDuration: noLocks,
  /** @deprecated Not in a consumerGroup. */
  deliveryCountLimit: notInConsumerRoute.deliveryCountLimit,
} as const

const noRelease = "a consumerGroup neither releases nor rejects: use 'retry' or 'skip', or a shareGroup"
const noSkip = "a shareGroup has no positions to skip: use 'reject', or a consumerGroup for 'skip'"
const noReject = "a consumerGroup rejects nothing: use 'skip', 'hold' or 'stop'"
const noHold = "a shareGroup neither holds nor skips a record: use 'reject' or 'stop'"

/** Actions of a rule that a consumer group has not. */
export const notInConsumerActions = { release: noRelease, reject: noRelease } as const
/** Actions of a rule that a share group has not. */
export const notInShareActions = { skip: noSkip } as const
/** Words of `whenExhausted` that a consumer group has not. */
export const notInConsumerExhausted = { reject: noReject } as const
/** Words of `whenExhausted` that a share group has not. */
export const notInShareExhausted = { skip: noHold, hold: noHold } as const

// Aliases of these unions would be printed instead of the sentence: they are written out where they are used.
/** What the compiler says of an action of the other kind. */
export type NoConsumerAction = Problem<typeof noRelease>
/** As `NoConsumerAction`, in a share group. */
export type NoShareAction = Problem<typeof noSkip>
/** What the compiler says of a word of the other kind in `whenExhausted`. */
export type NoConsumerExhausted = Problem<typeof noReject>
/** As `NoConsumerExhausted`, in a share group. */
export type NoShareExhausted = Problem<typeof noHold>

/** Why a consumer group has no `group.settings`. */
export const noSettings = 'a consumerGroup has no settings on the broker: use a shareGroup, or kafka: {…} of the worker'

/** Why a share group takes no pattern. */
export const noPatterns = 'a shareGroup subscribes to exact names: use a consumerGroup for topics(/pattern/)'

/** The two halves of a sentence of this file: what is wrong, and what to use instead. */
export function splitSentence(sentence: string): readonly [reason: string, cure: string] {
  const end = sentence.indexOf(': ')
  return [sentence.slice(0, end), sentence.slice(end + 2)]
}
