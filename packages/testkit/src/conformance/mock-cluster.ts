import { Admin, MockCluster } from '@samsa/librdkafka'
import type { ClusterCapabilities, ConformanceCluster } from './conformance-cluster.js'
import { committedOffset } from './committed-offset.js'
import { RecordWriter } from './record-writer.js'

/** What the embedded broker can do. */
export const mockCapabilities: ClusterCapabilities = {
  protocols: ['consumer', 'classic'],
  cooperative: false,
  handovers: ['consumer'],
  newTopics: ['classic'],
  restart: true,
  transactions: false,
  freeze: false,
  sharedPartitions: false,
}

/** The broker inside this process, as `--embedded` uses it. */
export function startMockCluster(): Promise<ConformanceCluster> {
  const cluster = new MockCluster(1)
  cluster.setGroup({ initialRebalanceDelayMs: 100, consumerHeartbeatIntervalMs: 300 })
  const { bootstrapServers } = cluster
  const writer = new RecordWriter({ 'bootstrap.servers': bootstrapServers })
  const admin = new Admin({ 'bootstrap.servers': bootstrapServers })
  return Promise.resolve({
    capabilities: mockCapabilities,
    bootstrapServers,
    createTopic: async (topic, partitions) => cluster.createTopic(topic, partitions),
    addPartitions: null,
    produce: (topic, records) => writer.write(topic, records),
    produceInTransaction: null,
    deleteRecords: async (topic, partition, offset) => cluster.deleteRecords(topic, partition, offset),
    committed: (group, topic, partition) => committedOffset(admin, group, topic, partition),
    setCommitted: null,
    down: async () => cluster.brokerDown(1),
    up: async () => cluster.brokerUp(1),
    freeze: null,
    stop: async () => {
      await Promise.all([writer.close(), admin.destroy()])
      cluster.destroy()
    },
  })
}
