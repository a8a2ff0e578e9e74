import type { ShareGroupSubscription } from '@samsa/contracts'
import type { GroupVariant } from './engine-under-test.js'

const options: ShareGroupSubscription = { kind: 'share', concurrency: 10, members: null }

const chosen: GroupVariant = {
  name: 'members chosen',
  protocol: 'share',
  options,
  kafka: {},
  isPossible: ({ protocols }) => protocols.includes('share'),
}

const single: GroupVariant = { ...chosen, name: 'one member', options: { ...options, members: 1 } }

/** Share groups, with members as the engine chooses them and with one. */
export const shareVariants: readonly GroupVariant[] = [chosen, { ...single, isShort: true }]

/** The same for the embedded broker, which moves a partition with its records when a second member comes: what is counted there is counted with one. */
export const embeddedShareVariants: readonly GroupVariant[] = [single, { ...chosen, isShort: true }]
