import type { KafkaError } from '../kafka-error.js'
import { native } from '../library.js'
import type { FlatList, TopicPartition, TopicPartitionOffset, TopicPartitionResult } from '../topic-partition.js'
import { flattenOffsets, flattenPartitions, unflattenResults } from '../topic-partition.js'
import type { BrokerNode } from './metadata.js'
import type { RequestOptions, Requester } from './request-options.js'
import { timeoutOf } from './request-options.js'

/** A group that a broker knows. */
export interface GroupListing {
  readonly groupId: string
  /** As Kafka spells it: `Stable`, `Empty`, `PreparingRebalance`, `Assigning`, … */
  readonly state: string
  /** `Consumer`, `Classic`, `Share`, `Streams`, or `Unknown`. */
  readonly type: string
  /** Offsets without members: not managed by a coordinator. */
  readonly simple: boolean
}

/** Groups of all brokers that answered, and the errors of those that did not. */
export interface GroupListings {
  readonly groups: readonly GroupListing[]
  readonly errors: readonly KafkaError[]
}

/** A member of a group. */
export interface GroupMember {
  readonly memberId: string
  readonly clientId: string
  /** `group.instance.id`; null where it has none. */
  readonly instanceId: string | null
  readonly host: string
  /** What it has, what it is giving up included. */
  readonly assignment: readonly TopicPartition[]
  /** What the coordinator wants it to have; null in a classic group. */
  readonly target: readonly TopicPartition[] | null
}

/** A group with its members. */
export interface GroupDescription extends GroupListing {
  readonly error: KafkaError | null
  /** null where the group could not be described. */
  readonly assignor: string | null
  readonly coordinator: BrokerNode | null
  readonly members: readonly GroupMember[]
}

/** What became of one group. */
export interface GroupOutcome {
  readonly groupId: string
  readonly error: KafkaError | null
}

/** Options of `listGroupOffsets`. */
export interface ListGroupOffsetsOptions extends RequestOptions {
  /** Wait for transactions with offsets of the group to end. Default false. */
  readonly requireStable?: boolean | undefined
}

interface NativeOutcome extends GroupOutcome {
  readonly partitions: FlatList
}

type NativeDescription = Omit<GroupDescription, 'members'> & {
  readonly members: readonly (Omit<GroupMember, 'assignment' | 'target'> & {
    readonly assignment: FlatList
    readonly target: FlatList | null
  })[]
}

function withoutOffsets(list: FlatList): TopicPartition[] {
  return unflattenResults(list).map(({ topic, partition }) => ({ topic, partition }))
}

function mapDescription(group: NativeDescription): GroupDescription {
  const members = group.members.map((member) => ({
    ...member,
    assignment: withoutOffsets(member.assignment),
    target: member.target === null ? null : withoutOffsets(member.target),
  }))
  return { ...group, members }
}

// These requests are about one group: its error is the error of the request.
function partitionsOf([outcome]: readonly NativeOutcome[]): readonly TopicPartitionResult[] {
  if (outcome === undefined) return []
  if (outcome.error !== null) throw outcome.error
  return unflattenResults(outcome.partitions)
}

/** All groups, of every type. */
export function listGroups(client: Requester, options?: RequestOptions): Promise<GroupListings> {
  return client.requests.start<GroupListings, GroupListings>(
    (id) => native().listGroups(client.handle, id, timeoutOf(options)),
    (listings) => listings,
  )
}

/** Groups with their members. */
export function describeGroups(
  client: Requester,
  groupIds: readonly string[],
  options?: RequestOptions,
): Promise<readonly GroupDescription[]> {
  if (groupIds.length === 0) return Promise.resolve([])
  return client.requests.start<readonly NativeDescription[], readonly GroupDescription[]>(
    (id) => native().describeGroups(client.handle, id, timeoutOf(options), groupIds),
    (groups) => groups.map(mapDescription),
  )
}

/** Committed offsets of a group. */
export async function listGroupOffsets(
  client: Requester,
  groupId: string,
  partitions: readonly TopicPartition[] | null,
  options?: ListGroupOffsetsOptions,
): Promise<readonly TopicPartitionResult[]> {
  const list = partitions === null ? null : flattenPartitions(partitions)
  const stable = options?.requireStable ?? false
  const outcomes = await client.requests.start<readonly NativeOutcome[], readonly NativeOutcome[]>(
    (id) => native().listGroupOffsets(client.handle, id, timeoutOf(options), groupId, list, stable),
    (answer) => answer,
  )
  return partitionsOf(outcomes)
}

/** Sets committed offsets of a group without members. */
export async function alterGroupOffsets(
  client: Requester,
  groupId: string,
  list: readonly TopicPartitionOffset[],
  options?: RequestOptions,
): Promise<readonly TopicPartitionResult[]> {
  if (list.length === 0) return []
  const outcomes = await client.requests.start<readonly NativeOutcome[], readonly NativeOutcome[]>(
    (id) => native().alterGroupOffsets(client.handle, id, timeoutOf(options), groupId, flattenOffsets(list)),
    (answer) => answer,
  )
  return partitionsOf(outcomes)
}

/** Deletes groups without members, with their offsets. */
export function deleteGroups(client: Requester, groupIds: readonly string[], options?: RequestOptions): Promise<readonly GroupOutcome[]> {
  if (groupIds.length === 0) return Promise.resolve([])
  return client.requests.start<readonly NativeOutcome[], readonly GroupOutcome[]>(
    (id) => native().deleteGroups(client.handle, id, timeoutOf(options), groupIds),
    (outcomes) => outcomes.map(({ groupId, error }) => ({ groupId, error })),
  )
}
