import type { NativeEvent } from './client-event.js'
import type { FlatList, TopicPartition } from './topic-partition.js'

/** A client or cluster inside the addon. */
export type NativeHandle = { readonly brand: unique symbol }

/** id, error or null, value; for each answered request. */
export type NativeReplies = readonly unknown[]

/** What `load` answers; `trouble` null: loaded. */
export interface NativeLoad {
  readonly path: string
  readonly trouble: string | null
  readonly version: string | null
  readonly versionNumber: number
}

type ErrorFactory = (
  errno: number,
  name: string,
  text: string,
  fatal: boolean,
  retriable: boolean,
  abortable: boolean,
  partitions: FlatList | null,
) => Error
type ConfigErrorFactory = (property: string | null, text: string) => Error
type Request<Rest extends readonly unknown[] = []> = (handle: NativeHandle, id: number, timeoutMs: number, ...rest: Rest) => void

/** Calls that every client has. */
export interface NativeClientCalls {
  readonly takeReplies: (handle: NativeHandle) => NativeReplies | null
  readonly destroy: (handle: NativeHandle, id: number) => void
  readonly abandon: (handle: NativeHandle) => void
  readonly keepAlive: (handle: NativeHandle, on: boolean) => void
  readonly setSaslCredentials: (handle: NativeHandle, username: string, password: string) => void
  readonly setOauthToken: (
    handle: NativeHandle,
    value: string,
    expiresAtMs: number,
    principal: string,
    extensions: readonly string[],
  ) => void
  readonly setOauthFailure: (handle: NativeHandle, text: string) => void
}

/** Calls of a group consumer. */
export interface NativeConsumerCalls {
  readonly openGroupConsumer: (settings: readonly string[], wake: () => void, tokenRefresh: boolean) => NativeHandle
  readonly subscribe: (handle: NativeHandle, topics: readonly string[]) => void
  readonly subscription: (handle: NativeHandle) => string[]
  readonly serveGroupConsumer: (handle: NativeHandle) => readonly NativeEvent[] | null
  readonly take: (handle: NativeHandle, maxRecords: number, maxBytes: number, info: Int32Array) => ArrayBuffer | null
  readonly openQueue: (handle: NativeHandle, topic: string, partition: number) => number
  readonly hold: (handle: NativeHandle, queue: number) => void
  readonly release: (handle: NativeHandle, queue: number) => void
  readonly queueLength: (handle: NativeHandle, queue: number) => number
  readonly ready: (handle: NativeHandle) => boolean
  readonly commit: (handle: NativeHandle, list: FlatList, id: number) => void
  readonly closeGroupConsumer: (handle: NativeHandle) => void
  readonly assign: (handle: NativeHandle, list: FlatList | null) => void
  readonly incrementalAssign: (handle: NativeHandle, list: FlatList) => void
  readonly incrementalUnassign: (handle: NativeHandle, list: FlatList) => void
  readonly assignment: (handle: NativeHandle) => FlatList
  readonly position: (handle: NativeHandle, list: FlatList) => FlatList
  readonly pause: (handle: NativeHandle, list: FlatList) => FlatList
  readonly resume: (handle: NativeHandle, list: FlatList) => FlatList
  readonly watermarks: (handle: NativeHandle, topic: string, partition: number) => { low: number; high: number }
  readonly committed: (handle: NativeHandle, list: FlatList, timeoutMs: number, id: number) => void
  readonly seek: (handle: NativeHandle, list: FlatList, timeoutMs: number, id: number) => void
  readonly groupMetadata: (handle: NativeHandle) => Buffer
  readonly memberId: (handle: NativeHandle) => string | null
  readonly rebalanceProtocol: (handle: NativeHandle) => string
  readonly assignmentLost: (handle: NativeHandle) => boolean
}

/** Calls of a share consumer. */
export interface NativeShareCalls {
  readonly openShareConsumer: (settings: readonly string[], wake: () => void, tokenRefresh: boolean, logLevel: number) => NativeHandle
  readonly shareSubscribe: (handle: NativeHandle, topics: readonly string[]) => void
  readonly shareSubscription: (handle: NativeHandle) => string[]
  readonly sharePartition: (handle: NativeHandle, id: number) => TopicPartition
  readonly shareHasData: (handle: NativeHandle) => boolean
  readonly sharePoll: (handle: NativeHandle, info: Float64Array) => ArrayBuffer | null
  readonly shareBroken: (handle: NativeHandle) => Float64Array | null
  readonly serveShareConsumer: (handle: NativeHandle) => readonly NativeEvent[] | null
  readonly shareAcknowledge: (handle: NativeHandle, rows: Int32Array, rowCount: number, offsets: Float64Array) => number
  readonly shareCommit: (handle: NativeHandle) => void
  readonly shareResults: (handle: NativeHandle) => Float64Array | null
  readonly shareMemberId: (handle: NativeHandle) => string | null
  readonly shareMemberEpoch: (handle: NativeHandle) => number
  readonly closeShareConsumer: (handle: NativeHandle) => void
}

/** Calls of a producer. */
export interface NativeProducerCalls {
  readonly openProducer: (settings: readonly string[], wake: () => void, tokenRefresh: boolean) => NativeHandle
  readonly topic: (handle: NativeHandle, name: string) => number
  readonly produce: (
    handle: NativeHandle,
    bytes: Uint8Array,
    rows: Int32Array,
    timestamps: Float64Array,
    errors: Int32Array,
    from: number,
    to: number,
  ) => number
  readonly serveProducer: (handle: NativeHandle) => readonly NativeEvent[] | null
  readonly deliveries: (handle: NativeHandle, max: number) => Float64Array | null
  readonly flush: (handle: NativeHandle, timeoutMs: number, id: number) => void
  readonly purge: (handle: NativeHandle) => void
  readonly outstanding: (handle: NativeHandle) => number
  readonly initTransactions: (handle: NativeHandle, timeoutMs: number, id: number) => void
  readonly beginTransaction: (handle: NativeHandle) => void
  readonly commitTransaction: (handle: NativeHandle, timeoutMs: number, id: number) => void
  readonly abortTransaction: (handle: NativeHandle, timeoutMs: number, id: number) => void
  readonly sendOffsets: (handle: NativeHandle, list: FlatList, groupMetadata: Uint8Array, timeoutMs: number, id: number) => void
}

/** Requests that any client may make; answered by `takeReplies`. */
export interface NativeAdminCalls {
  readonly createTopics: Request<[topics: readonly unknown[], validateOnly: boolean]>
  readonly deleteTopics: Request<[topics: readonly string[]]>
  readonly createPartitions: Request<[flat: readonly (string | number)[]]>
  readonly deleteRecords: Request<[list: FlatList]>
  readonly listOffsets: Request<[list: FlatList, readCommitted: boolean]>
  readonly describeAllTopics: Request
  readonly describeTopics: Request<[topics: readonly string[]]>
  readonly describeCluster: Request
  readonly listGroups: Request
  readonly describeGroups: Request<[groupIds: readonly string[]]>
  readonly listGroupOffsets: Request<[groupId: string, list: FlatList | null, requireStable: boolean]>
  readonly alterGroupOffsets: Request<[groupId: string, list: FlatList]>
  readonly deleteGroups: Request<[groupIds: readonly string[]]>
  readonly describeConfigs: Request<[resources: readonly unknown[]]>
  readonly alterConfigs: Request<[changes: readonly unknown[]]>
}

/** Calls of the mock cluster. */
export interface NativeMockCalls {
  readonly openMockCluster: (brokers: number) => NativeHandle
  readonly mockDestroy: (handle: NativeHandle) => void
  readonly mockBootstraps: (handle: NativeHandle) => string
  readonly mockCreateTopic: (handle: NativeHandle, topic: string, partitions: number, replicationFactor: number) => void
  readonly mockDeleteTopic: (handle: NativeHandle, topic: string) => void
  readonly mockSetTopicError: (handle: NativeHandle, topic: string, errno: number) => void
  readonly mockSetBroker: (handle: NativeHandle, broker: number, up: boolean) => void
  readonly mockSetRtt: (handle: NativeHandle, broker: number, rttMs: number) => void
  readonly mockSetCoordinator: (handle: NativeHandle, kind: string, key: string, broker: number) => void
  readonly mockPushErrors: (handle: NativeHandle, apiKey: number, errnos: readonly number[]) => void
  readonly mockClearErrors: (handle: NativeHandle, apiKey: number) => void
  readonly mockSetLeader: (handle: NativeHandle, topic: string, partition: number, broker: number) => void
  readonly mockDeleteRecords: (handle: NativeHandle, topic: string, partition: number, before: number) => void
  readonly mockSetApiVersion: (handle: NativeHandle, apiKey: number, min: number, max: number) => void
  readonly mockSetOption: (handle: NativeHandle, name: string, value: number) => void
  readonly mockShareGroupMembers: (handle: NativeHandle, groupId: string) => string[]
  readonly mockAssignShareGroup: (handle: NativeHandle, groupId: string, assignments: readonly (string | FlatList)[]) => void
  readonly mockTrackRequests: (handle: NativeHandle, on: boolean) => void
  readonly mockRequests: (handle: NativeHandle) => { broker: number; apiKey: number; timestampUs: number }[]
}

/** The addon's exports. Nothing but `load` may be called before `load` answered without trouble. */
export interface Native
  extends NativeClientCalls, NativeConsumerCalls, NativeShareCalls, NativeProducerCalls, NativeAdminCalls, NativeMockCalls {
  readonly load: (path: string, kafkaError: ErrorFactory, configError: ConfigErrorFactory) => NativeLoad
  readonly errorName: (errno: number) => string
  readonly errorText: (errno: number) => string
}
