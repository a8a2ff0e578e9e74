import type { ShareGroupSubscription } from '@samsa/contracts'
import type { GroupVariant } from './engine-under-test.js'

const options: ShareGroupSubscription = { kind: 'share', concurrency: 10, members: null }

/** Share groups, with members as the engine chooses them and with one. */
export const shareVariants: readonly GroupVariant[] = [
  { name: 'members chosen', protocol: 'share', options, kafka: {}, isPossible: ({ protocols }) => protocols.includes('share') },
  {
    name: 'one member',
    protocol: 'share',
    options: { ...options, members: 1 },
    kafka: {},
    isShort: true,
    isPossible: ({ protocols }) => protocols.includes('share'),
  },
]
