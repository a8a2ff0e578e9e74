/** What happens where the broker has other settings than those declared. */
export type GroupSettingsPolicy = 'initialize' | 'apply' | 'verify' | 'ignore'

/** A setting of a share group as an application declares it. */
export interface DeclaredSetting {
  /** Its name in `group.settings({ … })`, or `deadLetter.broker`. */
  readonly setting: string
  /** Kafka's name of the group config: `share.record.lock.duration.ms`. */
  readonly config: string
  /** As Kafka takes it. */
  readonly value: string
}

/** What a share group declares. */
export interface DeclaredSettings {
  readonly group: string
  readonly policy: GroupSettingsPolicy
  readonly settings: readonly DeclaredSetting[]
  /** Topic that the brokers are to write the group's dead letters to (KIP-1191), besides `settings` that say so: everything that they need for it is looked at. */
  readonly deadLetterTopic?: string | undefined
}

/** A declared setting beside what the broker has. */
export interface SettingRow extends DeclaredSetting {
  /** The value that holds on the broker; `null`: the broker does not know the setting. */
  readonly onBroker: string | null
  /** Who gave that value: somebody for this group, the brokers' configuration for all groups, or Kafka. */
  readonly source: 'group' | 'broker' | 'default' | null
  /** False where this version of Kafka has the setting for all groups together only (KIP-1240 brought three of them to groups in 4.3). */
  readonly settable: boolean
  /** `unset`: nobody has set it for this group. `differs`: somebody has set another value. `refused`: the broker does not take the value. */
  readonly state: 'equal' | 'unset' | 'differs' | 'unknown' | 'refused'
  /** Why the broker refused it, in its own words. */
  readonly refusal: string | null
}

/** Something about the settings of a group that keeps a worker from starting. */
export interface SettingProblem {
  readonly group: string
  /** Name in `group.settings({ … })`, or `deadLetter.broker`; `null`: it concerns all of them. */
  readonly setting: string | null
  readonly code: 'SAMSA_GROUP_SETTING' | 'SAMSA_AUTHORIZATION' | 'SAMSA_DEAD_LETTER_TOPIC'
  readonly reason: string
  readonly cure: string
}
