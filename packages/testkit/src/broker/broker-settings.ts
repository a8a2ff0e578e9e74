import type { KafkaVersion } from './kafka-version.js'

/** Where one broker lives. */
export interface BrokerPlace {
  readonly port: number
  readonly controllerPort: number
  /** Folder for Kafka's logs, as in records. */
  readonly dataFolder: string
}

const node = ({ port, controllerPort, dataFolder }: BrokerPlace): Record<string, string> => ({
  'process.roles': 'broker,controller',
  'node.id': '1',
  'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
  'listeners': `PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controllerPort}`,
  'advertised.listeners': `PLAINTEXT://127.0.0.1:${port}`,
  'controller.listener.names': 'CONTROLLER',
  'listener.security.protocol.map': 'PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
  'log.dirs': dataFolder,
  // After SIGKILL the controller refuses the same broker until its old session is over (default 9 s).
  'broker.session.timeout.ms': '5000',
})

const single: Record<string, string> = {
  'offsets.topic.replication.factor': '1',
  'offsets.topic.num.partitions': '5',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'transaction.state.log.num.partitions': '5',
  'auto.create.topics.enable': 'false',
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '6000',
}

// KIP-848 groups are general from 4.0 on; a 3.9 broker keeps its default, which knows classic groups only.
const consumerGroups: Record<string, string> = {
  'group.consumer.heartbeat.interval.ms': '500',
  'group.consumer.min.heartbeat.interval.ms': '500',
  'group.consumer.min.session.timeout.ms': '6000',
}

const shareGroups: Record<string, string> = {
  'group.share.heartbeat.interval.ms': '500',
  'group.share.min.heartbeat.interval.ms': '500',
  'group.share.min.session.timeout.ms': '6000',
  'group.share.min.record.lock.duration.ms': '1000',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
  'share.coordinator.state.topic.num.partitions': '5',
}

/**
 * The properties of the test broker: one node, no rebalance delay, heartbeats of 500 ms, sessions from 6 s, record locks from 1 s,
 * topics only where somebody creates them. `own` wins.
 */
export const brokerSettings = (
  version: KafkaVersion,
  place: BrokerPlace,
  own: Readonly<Record<string, string | number | boolean>> = {},
): Readonly<Record<string, string>> =>
  Object.freeze({
    ...node(place),
    ...single,
    ...(version.startsWith('3.') ? {} : { ...consumerGroups, ...shareGroups }),
    ...Object.fromEntries(Object.entries(own).map(([name, value]) => [name, String(value)])),
  })

/** The properties as a Java properties file. */
export const formatProperties = (settings: Readonly<Record<string, string>>): string =>
  Object.entries(settings)
    .map(([name, value]) => `${name}=${value.replaceAll('\\', '\\\\')}\n`)
    .join('')
