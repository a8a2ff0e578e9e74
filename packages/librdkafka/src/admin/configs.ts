import type { KafkaError } from '../kafka-error.js'
import { native } from '../library.js'
import type { RequestOptions, Requester } from './request-options.js'
import { timeoutOf } from './request-options.js'

/** What has settings: a topic, a group, or a broker (by its id). */
export type ConfigResourceType = 'topic' | 'group' | 'broker'

/** A topic, group or broker with settings. */
export interface ConfigResource {
  readonly type: ConfigResourceType
  readonly name: string
}

/** One setting. */
export interface ConfigEntry {
  readonly name: string
  /** null: not told, because it is sensitive. */
  readonly value: string | null
  /** Where it comes from, as in the Kafka protocol: 1 topic, 2 dynamic broker, 4 static broker, 5 default, 8 group. */
  readonly source: number
  readonly isDefault: boolean
  readonly isReadOnly: boolean
  readonly isSensitive: boolean
}

/** The settings of one resource. */
export interface ConfigDescription extends ConfigResource {
  readonly error: KafkaError | null
  readonly entries: readonly ConfigEntry[]
}

/** A change of one setting. */
export interface ConfigEntryChange {
  readonly name: string
  /** `append` and `subtract` are for lists. */
  readonly operation: 'set' | 'delete' | 'append' | 'subtract'
  /** Not for `delete`. */
  readonly value?: string | null | undefined
}

/** Changes of one resource; what is not named stays. */
export interface ConfigChange extends ConfigResource {
  readonly entries: readonly ConfigEntryChange[]
}

/** What became of the changes of one resource. */
export interface ConfigOutcome extends ConfigResource {
  readonly error: KafkaError | null
}

const typeNumbers = { topic: 2, group: 3, broker: 4 }
const operationNumbers = { set: 0, delete: 1, append: 2, subtract: 3 }

type NativeDescription = Omit<ConfigDescription, 'type'> & { readonly type: number }

function typeOf(number: number): ConfigResourceType {
  return number === typeNumbers.topic ? 'topic' : number === typeNumbers.group ? 'group' : 'broker'
}

/** Settings of topics, groups or at most one broker a call. */
export function describeConfigs(
  client: Requester,
  resources: readonly ConfigResource[],
  options?: RequestOptions,
): Promise<readonly ConfigDescription[]> {
  if (resources.length === 0) return Promise.resolve([])
  const specs = resources.map(({ type, name }) => ({ type: typeNumbers[type], name }))
  return client.requests.start<readonly NativeDescription[], readonly ConfigDescription[]>(
    (id) => native().describeConfigs(client.handle, id, timeoutOf(options), specs),
    (described) => described.map((one) => ({ ...one, type: typeOf(one.type) })),
  )
}

/** Changes settings; what is not named stays (KIP-339). */
export function alterConfigs(
  client: Requester,
  changes: readonly ConfigChange[],
  options?: RequestOptions,
): Promise<readonly ConfigOutcome[]> {
  if (changes.length === 0) return Promise.resolve([])
  const specs = changes.map(({ type, name, entries }) => ({
    type: typeNumbers[type],
    name,
    entries: entries.map((entry) => ({ name: entry.name, operation: operationNumbers[entry.operation], value: entry.value ?? null })),
  }))
  return client.requests.start<readonly NativeDescription[], readonly ConfigOutcome[]>(
    (id) => native().alterConfigs(client.handle, id, timeoutOf(options), specs),
    (outcomes) => outcomes.map(({ type, name, error }) => ({ type: typeOf(type), name, error })),
  )
}
