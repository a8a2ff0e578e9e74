import { Admin } from '@samsa/librdkafka'
import type { BrokerOptions } from '../broker/broker.js'
import { startBroker } from '../broker/start-broker.js'
import { committedOffset } from './committed-offset.js'
import type { ClusterCapabilities, ConformanceCluster } from './conformance-cluster.js'
import { onceSteady } from './once-steady.js'
import { RecordWriter } from './record-writer.js'

let transactions = 0

function throwFirst(outcomes: readonly { readonly error: Error | null }[]): void {
  for (const { error } of outcomes) if (error !== null) throw error
}

/** What a release of Kafka can do as the testkit starts it. */
export function kafkaCapabilities(version: string): ClusterCapabilities {
  const isOld = version.startsWith('3.')
  return {
    protocols: isOld ? ['classic'] : ['consumer', 'classic'],
    cooperative: true,
    handovers: ['consumer', 'classic'],
    newTopics: ['consumer', 'classic'],
    restart: true,
    transactions: true,
    freeze: true,
    sharedPartitions: !isOld,
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
