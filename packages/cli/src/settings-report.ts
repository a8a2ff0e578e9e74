import type { SamsaError } from '@samsa/contracts'
import type { WorkerOverride } from './config/worker-flag.js'

/** How `worker settings` asks. */
export interface SettingsOptions {
  /** Folder of the config: the application's package is looked for from there. */
  readonly folder: string
  /** Ids of the groups to look at; empty: all. */
  readonly groups: readonly string[]
  /** Whether what differs is set on the broker. */
  readonly apply: boolean
  /** What flags and variables say about options of the worker. */
  readonly overrides: readonly WorkerOverride[]
  /** Hears that no broker answers yet. */
  readonly waiting: (error: SamsaError) => void
}

/** A declared setting of a share group beside what its broker has. JSON as it is. */
export interface SettingLine {
  readonly cluster: string
  readonly group: string
  /** Its name in `group.settings({ … })`. */
  readonly setting: string
  /** Kafka's name of the group config. */
  readonly config: string
  /** As Kafka takes it. */
  readonly declared: string
  /** `null`: this version of Kafka does not know it. */
  readonly onBroker: string | null
  /** Who gave the value on the broker: somebody for this group, the brokers' configuration for all groups, or Kafka. */
  readonly source: 'group' | 'broker' | 'default' | null
  /** `unset`: nobody has set it for this group. */
  readonly state: 'equal' | 'unset' | 'differs' | 'unknown' | 'refused'
}

/** What `worker settings` found, and did. */
export interface SettingsReport {
  readonly settings: readonly SettingLine[]
  /** Those that were set: `share.record.lock.duration.ms=30000 in group jobs`. */
  readonly set: readonly string[]
  /** What would keep `worker start` from starting, or could not be set. */
  readonly problems: readonly { readonly code: string; readonly line: string }[]
}
