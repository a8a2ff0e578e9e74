import { Kafka, logLevel } from 'kafkajs'

/** Topics of the bench's broker, as the harness sees them. */
export interface TopicAdmin {
  readonly createTopic: (topic: string, partitions: number) => Promise<void>
  readonly deleteTopic: (topic: string) => Promise<void>
  /** Records in the topic: the sum of its end offsets. */
  readonly countRecords: (topic: string) => Promise<number>
  readonly close: () => Promise<void>
}

/** Connects with a client that needs nothing native, so that the harness also runs where only some candidates can. */
export async function openTopicAdmin(bootstrap: string): Promise<TopicAdmin> {
  const admin = new Kafka({ brokers: [bootstrap], logLevel: logLevel.ERROR }).admin()
  await admin.connect()
  return {
    createTopic: async (topic, numPartitions) => {
      await admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1 }], waitForLeaders: true })
    },
    deleteTopic: (topic) => admin.deleteTopics({ topics: [topic] }),
    countRecords: async (topic) => {
      const ends = await admin.fetchTopicOffsets(topic)
      return ends.reduce((total, { high }) => total + Number(high), 0)
    },
    close: () => admin.disconnect(),
  }
}
