import type { FlatList, TopicPartitionResult } from './topic-partition.js'
import { unflattenResults } from './topic-partition.js'

/** The group's coordinator gives or takes partitions. It must be answered, also when the list is empty; the answer may come in a later turn. */
export interface RebalanceEvent {
  readonly type: 'assign' | 'revoke'
  readonly list: readonly TopicPartitionResult[]
  /** EAGER: answer with `assign` / `unassign`. COOPERATIVE: with `incrementalAssign` / `incrementalUnassign` of this list. */
  readonly protocol: 'EAGER' | 'COOPERATIVE'
  /** Revoked because the membership is lost: others may own the partitions already, commits fail. */
  readonly lost: boolean
}

/** A rebalance failed; `unassign()` is the answer. */
export interface RebalanceErrorEvent {
  readonly type: 'rebalance-error'
  readonly errno: number
  readonly name: string
  readonly text: string
}

/** Trouble of the client as a whole: connections, authentication, fatal errors. */
export interface ErrorEvent {
  readonly type: 'error'
  readonly errno: number
  readonly name: string
  readonly text: string
  /** The handle has to be closed; `errno` is then the underlying reason. */
  readonly fatal: boolean
}

/** Trouble with a topic, a partition or the membership: `_MAX_POLL_EXCEEDED`, `UNKNOWN_TOPIC_OR_PART`, `_AUTO_OFFSET_RESET`. */
export interface ConsumerErrorEvent {
  readonly type: 'consumer-error'
  readonly errno: number
  readonly name: string
  readonly text: string
  /** null where it concerns no topic. */
  readonly topic: string | null
  /** -1 where it concerns no partition. */
  readonly partition: number
  /** -1001 where there is none. */
  readonly offset: number
  /** Id of the partition queue it came on; -1 for the consumer's own queue. */
  readonly queue: number
}

/** The end of a partition was reached (needs `enable.partition.eof=true`). */
export interface EofEvent {
  readonly type: 'eof'
  readonly queue: number
  /** The offset the next record will have. */
  readonly offset: number
}

/** Statistics (needs `statistics.interval.ms`). */
export interface StatsEvent {
  readonly type: 'stats'
  readonly json: string
}

/** A log line of librdkafka. */
export interface LogEvent {
  readonly type: 'log'
  /** Syslog level: 0 emergency to 7 debug. */
  readonly level: number
  readonly facility: string
  readonly text: string
}

/** A broker slowed this client down because of a quota. */
export interface ThrottleEvent {
  readonly type: 'throttle'
  readonly broker: string
  readonly throttleMs: number
}

/** A new OAUTHBEARER token is needed: answer with `setOauthToken` or `setOauthFailure`. */
export interface OauthRefreshEvent {
  readonly type: 'oauth-refresh'
  /** The property `sasl.oauthbearer.config`. */
  readonly config: string
}

/** librdkafka committed by itself (`enable.auto.commit=true`). */
export interface OffsetsCommittedEvent {
  readonly type: 'offsets-committed'
  readonly errno: number
  readonly list: readonly TopicPartitionResult[]
}

/** `close()` is complete: the member has left. */
export interface ClosedEvent {
  readonly type: 'closed'
}

/** What a client tells when it is served. Every property is always present. */
export type ClientEvent =
  | RebalanceEvent
  | RebalanceErrorEvent
  | ErrorEvent
  | ConsumerErrorEvent
  | EofEvent
  | StatsEvent
  | LogEvent
  | ThrottleEvent
  | OauthRefreshEvent
  | OffsetsCommittedEvent
  | ClosedEvent

/** Events as the addon gives them: lists are flat. */
export type NativeEvent = ClientEvent extends infer Event
  ? Event extends { list: unknown }
    ? Omit<Event, 'list'> & { list: FlatList }
    : Event
  : never

/** @param events of the addon, or null @returns the same with readable lists */
export function mapEvents(events: readonly NativeEvent[] | null): readonly ClientEvent[] | null {
  if (events === null) return null
  return events.map((event) => ('list' in event ? { ...event, list: unflattenResults(event.list) } : event))
}
