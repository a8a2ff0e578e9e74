import type { ConsumerGroupSubscription, Subscription } from '@samsa/contracts'
import { divideBuffer } from './budget.js'
import type { ProtocolChoice } from './protocol.js'

/** What the engine chooses unless the user's `kafka` settings say otherwise. */
export const engineDefaults = {
  // the default of 1000 ms stalls fetching whenever a queue was full for a moment: 3 to 5 times less throughput
  'fetch.queue.backoff.ms': '10',
  // a broker gets one fetch at a time: one that asks only for partitions at their end holds up the others for this long, half a second by default
  'fetch.wait.max.ms': '50',
  // new topics and partitions are seen within this time
  'topic.metadata.refresh.interval.ms': '30000',
  // as Java's client: librdkafka's 10 s leave a worker idle for that long after a broker came back
  'reconnect.backoff.max.ms': '1000',
} as const

/** What positions depend on: these are not the user's to set. */
const owned = {
  'enable.auto.commit': 'false',
  'enable.auto.offset.store': 'false',
  'auto.offset.reset': 'error',
  'enable.partition.eof': 'true',
} as const

function protocolDefaults(choice: ProtocolChoice): Record<string, string> {
  if (choice.protocol === 'consumer') return {}
  // a commit waits behind a pending JoinGroup for up to one heartbeat of the slowest member
  return { 'heartbeat.interval.ms': '1000', 'partition.assignment.strategy': 'cooperative-sticky' }
}

function protocolSettings(choice: ProtocolChoice, options: ConsumerGroupSubscription): Record<string, string> {
  if (choice.protocol === 'consumer') {
    return { 'group.protocol': 'consumer', ...(options.assignor === null ? {} : { 'group.remote.assignor': options.assignor }) }
  }
  // `uniform` exists on KIP-848 brokers only; cooperative-sticky balances the same way
  const assignor = options.assignor === 'uniform' ? 'cooperative-sticky' : options.assignor
  return { 'group.protocol': 'classic', ...(assignor === null ? {} : { 'partition.assignment.strategy': assignor }) }
}

/** librdkafka's properties for one session: the engine's defaults, the user's settings over them, what the engine owns over both. */
export function groupSettings(
  subscription: Subscription,
  options: ConsumerGroupSubscription,
  choice: ProtocolChoice,
  partitions: number,
): Readonly<Record<string, string>> {
  return {
    ...engineDefaults,
    ...protocolDefaults(choice),
    ...divideBuffer(subscription.bufferBytes, partitions),
    ...subscription.kafka,
    ...protocolSettings(choice, options),
    ...owned,
    'group.id': subscription.group,
    'client.id': subscription.clientId,
    'isolation.level': subscription.isolation,
    ...(options.instanceId === null ? {} : { 'group.instance.id': options.instanceId }),
  }
}

const milliseconds = (settings: Readonly<Record<string, string>>, name: string, otherwise: number): number => {
  const value = Number(settings[name] ?? otherwise)
  return Number.isFinite(value) && value > 0 ? value : otherwise
}

/** `max.poll.interval.ms`, default 300000: a member that is not served for so long leaves its group. */
export const maxPollIntervalMs = (kafka: Readonly<Record<string, string>>): number => milliseconds(kafka, 'max.poll.interval.ms', 300_000)

/** `heartbeat.interval.ms` of a classic group as the engine sets it. */
export const heartbeatIntervalMs = (kafka: Readonly<Record<string, string>>): number => milliseconds(kafka, 'heartbeat.interval.ms', 1000)
