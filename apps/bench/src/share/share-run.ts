import type { Broker } from '@samsa/testkit'

import type { GroupSettings } from '../kafka/group-settings.js'
import type { ShareLag } from '../kafka/share-lag.js'
import type { TopicAdmin } from '../kafka/topic-admin.js'
import type { ShareOptions } from './share-options.js'

/** What every part of the share bench works with. */
export interface ShareRun {
  readonly broker: Broker
  readonly admin: TopicAdmin
  readonly groups: GroupSettings
  readonly lag: ShareLag
  readonly options: ShareOptions
  /** Tells a person how far it is. */
  readonly say: (line: string) => void
  /** Ends it early. */
  readonly signal: AbortSignal
  /** A group id that nobody has used before. */
  readonly nextGroup: () => string
}
