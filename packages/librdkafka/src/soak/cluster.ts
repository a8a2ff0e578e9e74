import { Admin } from '../admin.js'
import type { ClientSettings } from '../client-settings.js'
import { MockCluster } from '../mock-cluster.js'

/** A group protocol and its settings. */
export interface SoakProtocol {
  readonly name: string
  readonly settings: ClientSettings
}

/** What a soak runs against. */
export interface SoakCluster {
  readonly settings: ClientSettings
  readonly protocols: readonly SoakProtocol[]
  readonly createTopic: (topic: string, partitions: number) => Promise<void>
  readonly close: () => Promise<void>
}

const classic = (name: string, sessionMs: number): SoakProtocol => ({
  name,
  settings: {
    'partition.assignment.strategy': name,
    'session.timeout.ms': sessionMs,
    'heartbeat.interval.ms': 200,
  },
})

function protocolsWith(sessionMs: number): readonly SoakProtocol[] {
  return [
    classic('range', sessionMs),
    classic('cooperative-sticky', sessionMs),
    { name: 'consumer', settings: { 'group.protocol': 'consumer' } },
  ]
}

function mockCluster(): SoakCluster {
  const mock = new MockCluster()
  mock.setGroup({ initialRebalanceDelayMs: 0, consumerHeartbeatIntervalMs: 200 })
  return {
    settings: { 'bootstrap.servers': mock.bootstrapServers },
    // the mock lets a classic rebalance wait for the session's time less a second
    protocols: protocolsWith(2000),
    createTopic: async (topic, partitions) => mock.createTopic(topic, partitions),
    close: async () => mock.destroy(),
  }
}

function kafkaCluster(bootstrapServers: string): SoakCluster {
  const settings = { 'bootstrap.servers': bootstrapServers }
  return {
    settings,
    protocols: protocolsWith(6000),
    createTopic: async (topic, partitions) => {
      const admin = new Admin(settings)
      try {
        for (const { error } of await admin.createTopics([{ topic, partitions, replicationFactor: 1 }])) if (error !== null) throw error
      } finally {
        await admin.destroy()
      }
    },
    close: () => Promise.resolve(),
  }
}

/** The mock inside of this process, or a Kafka that runs. @param bootstrapServers of Kafka; undefined: the mock */
export function openCluster(bootstrapServers: string | undefined): SoakCluster {
  return bootstrapServers === undefined ? mockCluster() : kafkaCluster(bootstrapServers)
}
