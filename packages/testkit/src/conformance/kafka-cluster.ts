import { Admin, type ConfigChange } from '@samsa/librdkafka'
import type { BrokerOptions } from '../broker/broker.js'
import { startBroker } from '../broker/start-broker.js'
import { committedOffset } from './committed-offset.js'
import type { ClusterCapabilities, ConformanceCluster, ShareSettings } from './conformance-cluster.js'
import { onceSteady } from './once-steady.js'
import { RecordWriter } from './record-writer.js'

let transactions = 0

function throwFirst(outcomes: readonly { readonly error: Error | null }[]): void {
  for (const { error } of outcomes) if (error !== null) throw error
}

function groupConfigs(name: string, { lockMs, deliveryLimit, isolation }: ShareSettings): ConfigChange {
  const configs = {
    'share.auto.offset.reset': 'earliest',
    'share.record.lock.duration.ms': lockMs,
    'share.delivery.count.limit': deliveryLimit,
    'share.isolation.level': isolation,
  }
  const given = Object.entries(configs).filter(([, value]) => value !== undefined)
  return { type: 'group', name, entries: given.map(([key, value]) => ({ name: key, operation: 'set', value: String(value) })) }
}

/** What a release of Kafka can do as the testkit starts it. */
export function kafkaCapabilities(version: string): ClusterCapabilities {
  const isOld = version.startsWith('3.')
  return {
    protocols: isOld ? ['classic'] : ['consumer', 'classic', 'share'],
    cooperative: true,
    handovers: ['consumer', 'classic'],
    newTopics: ['consumer', 'classic', 'share'],
    restart: true,
    transactions: true,
    freeze: true,
    sharedPartitions: !isOld,
    deliveryLimits: !isOld && !version.startsWith('4.2'),
    settlesAfterLeaving: !isOld,
  }
}

/** A real Kafka of its own, on 127.0.0.1. */
export async function startKafkaCluster(options: BrokerOptions = {}): Promise<ConformanceCluster> {
  const broker = await startBroker({ own: true, ...options })
  const { bootstrapServers } = broker
  const settings = { 'bootstrap.servers': bootstrapServers, 'reconnect.backoff.max.ms': '1000' }
  const writer = new RecordWriter(settings)
  const admin = new Admin(settings)
  return {
    capabilities: kafkaCapabilities(broker.version),
    bootstrapServers,
    createTopic: async (topic, partitions) => throwFirst(await admin.createTopics([{ topic, partitions, replicationFactor: 1 }])),
    addPartitions: async (topic, totalPartitions) => throwFirst(await admin.createPartitions([{ topic, totalPartitions }])),
    produce: (topic, records) => writer.write(topic, records),
    produceInTransaction: async (topic, records, end) => {
      const transactional = new RecordWriter({ ...settings, 'transactional.id': `conformance-${process.pid}-${transactions++}` })
      try {
        await transactional.writeInTransaction(topic, records, end)
      } finally {
        await transactional.close()
      }
    },
    deleteRecords: async (topic, partition, offset) => {
      const [result] = await onceSteady(() => admin.deleteRecords([{ topic, partition, offset }]))
      if (result?.errno !== 0) throw new Error(`records were not deleted: ${result?.errno}`)
    },
    committed: (group, topic, partition) => committedOffset(admin, group, topic, partition),
    setCommitted: async (group, topic, partition, offset) => {
      const [result] = await admin.alterGroupOffsets(group, [{ topic, partition, offset }])
      if (result?.errno !== 0) throw new Error(`offset was not set: ${result?.errno}`)
    },
    configureShareGroup: async (group, settings) => throwFirst(await admin.alterConfigs([groupConfigs(group, settings)])),
    down: () => broker.kill(),
    up: () => broker.restart(),
    freeze: async (forMs) => {
      await broker.kill('SIGSTOP')
      await new Promise((resolve) => setTimeout(resolve, forMs))
      await broker.kill('SIGCONT')
    },
    stop: async () => {
      await Promise.all([writer.close(), admin.destroy()])
      await broker.stop()
    },
  }
}
