import type { ConsumerGroupSubscription } from '@samsa/contracts'
import { createConsumerGroupEngine } from '@samsa/consumer-group'
import type { EngineUnderTest, GroupVariant } from './engine-under-test.js'

const options: ConsumerGroupSubscription = {
  kind: 'consumer',
  protocol: 'consumer',
  assignor: null,
  instanceId: null,
  commit: 'periodic',
  commitIntervalMs: 200,
}
const quickClassic = { 'heartbeat.interval.ms': '300', 'session.timeout.ms': '6000' }

const variants: readonly GroupVariant[] = [
  { name: 'KIP-848', protocol: 'consumer', options, kafka: {}, isPossible: ({ protocols }) => protocols.includes('consumer') },
  {
    name: 'classic, range',
    protocol: 'classic',
    options: { ...options, protocol: 'classic', assignor: 'range' },
    kafka: quickClassic,
    isPossible: () => true,
  },
  {
    name: 'classic, cooperative-sticky',
    protocol: 'classic',
    options: { ...options, protocol: 'classic' },
    kafka: quickClassic,
    isPossible: ({ cooperative }) => cooperative,
  },
  {
    name: 'protocol chosen by the broker',
    protocol: 'consumer',
    options: { ...options, protocol: 'auto' },
    kafka: {},
    isShort: true,
    isPossible: () => true,
  },
]

/** The engine of consumer groups, in all its protocols. */
export const consumerGroup: Pick<EngineUnderTest, 'createEngine' | 'variants'> = {
  createEngine: () => createConsumerGroupEngine(),
  variants,
}
