import { Admin, MockCluster } from '@samsa/librdkafka'
import type { ClusterCapabilities, ConformanceCluster, ShareSettings } from './conformance-cluster.js'
import { committedOffset } from './committed-offset.js'
import { RecordWriter } from './record-writer.js'

const shareHeartbeatMs = 100

/** What the embedded broker can do. */
export const mockCapabilities: ClusterCapabilities = {
  protocols: ['consumer', 'classic', 'share'],
  cooperative: false,
  handovers: ['consumer'],
  newTopics: ['classic'],
  restart: true,
  transactions: false,
  freeze: false,
  sharedPartitions: false,
  deliveryLimits: true,
  settlesAfterLeaving: false,
}

const shareDefaults = { lockMs: 30_000, deliveryLimit: 5 }
let shareLimits = shareDefaults

/** Lock time and delivery limit that the embedded broker was told last: it does not answer requests for settings. */
export const mockShareLimits = () => ({ ...shareLimits, heartbeatMs: shareHeartbeatMs })

function setShareGroup(cluster: MockCluster, { lockMs, deliveryLimit, isolation }: ShareSettings): void {
  shareLimits = { lockMs: lockMs ?? shareDefaults.lockMs, deliveryLimit: deliveryLimit ?? shareDefaults.deliveryLimit }
  cluster.setShareGroup({
    heartbeatIntervalMs: shareHeartbeatMs,
    autoOffsetReset: 1,
    recordLockDurationMs: shareLimits.lockMs,
    maxDeliveryAttempts: shareLimits.deliveryLimit,
    isolationLevel: isolation === 'read_committed' ? 1 : 0,
  })
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
    configureShareGroup: async (_group, settings) => setShareGroup(cluster, settings),
    down: async () => cluster.brokerDown(1),
    up: async () => cluster.brokerUp(1),
    freeze: null,
    stop: async () => {
      await Promise.all([writer.close(), admin.destroy()])
      cluster.destroy()
    },
  })
}
