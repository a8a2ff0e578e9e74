import type { ConsumerGroupSubscription } from '@samsa/contracts'

/** Properties that only classic groups have; librdkafka refuses them with `group.protocol=consumer`, where the broker decides. */
const classicOnly = ['session.timeout.ms', 'heartbeat.interval.ms', 'partition.assignment.strategy'] as const
/** Assignors that only classic groups have. */
const classicAssignors: ReadonlySet<string> = new Set(['cooperative-sticky', 'roundrobin'])

/** A group protocol and why it is used. */
export interface ProtocolChoice {
  readonly protocol: 'consumer' | 'classic'
  readonly reason: string
  /** Whether a broker that does not know the protocol may be asked for the classic one. */
  readonly mayFallBack: boolean
}

/** Which protocol a session begins with: the one asked for, or KIP-848 unless a setting exists in classic groups only. */
export function decideProtocol(options: ConsumerGroupSubscription, kafka: Readonly<Record<string, string>>): ProtocolChoice {
  if (options.protocol !== 'auto') return { protocol: options.protocol, reason: `protocol: '${options.protocol}'`, mayFallBack: false }
  const setting = classicOnly.find((name) => kafka[name] !== undefined)
  if (setting !== undefined) return { protocol: 'classic', reason: `${setting} is set, which only classic groups have`, mayFallBack: false }
  if (options.assignor !== null && classicAssignors.has(options.assignor)) {
    return { protocol: 'classic', reason: `the assignor ${options.assignor} exists in classic groups only`, mayFallBack: false }
  }
  return { protocol: 'consumer', reason: 'the broker knows KIP-848', mayFallBack: true }
}

/** The choice after a broker has refused KIP-848. */
export const classicFallback: ProtocolChoice = {
  protocol: 'classic',
  reason: 'the broker does not know KIP-848 (group.protocol=consumer)',
  mayFallBack: false,
}
