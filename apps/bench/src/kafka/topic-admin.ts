import { setTimeout as delay } from 'node:timers/promises'

import { type Admin, Kafka, logLevel } from 'kafkajs'

const leadersLimitMs = 30_000
const askAgainMs = 100

/** Topics of the bench's broker, as the harness sees them. */
export interface TopicAdmin {
  /** Fulfilled when every partition has a leader that answers. */
  readonly createTopic: (topic: string, partitions: number) => Promise<void>
  readonly deleteTopic: (topic: string) => Promise<void>
  /** Records in the topic: the sum of its end offsets. */
  readonly countRecords: (topic: string) => Promise<number>
  /** Committed positions of a consumer group in a topic, by partition; 0 where there is none. */
  readonly committed: (groupId: string, topic: string) => Promise<readonly number[]>
}

/**
 * Asks with a client that needs nothing native, so that the harness also runs where only some candidates can, and with a new connection for
 * each request: kafkajs goes on asking for topics that it has deleted, and fails when they are gone.
 */
export function topicAdmin(bootstrap: string): TopicAdmin {
  const kafka = new Kafka({ brokers: [bootstrap], logLevel: logLevel.NOTHING, retry: { retries: 10 } })
  const ask = async <Answer>(question: (admin: Admin) => Promise<Answer>): Promise<Answer> => {
    const admin = kafka.admin()
    await admin.connect()
    try {
      return await question(admin)
    } finally {
      await admin.disconnect()
    }
  }
  const countRecords = async (topic: string): Promise<number> => {
    const ends = await ask((admin) => admin.fetchTopicOffsets(topic))
    return ends.reduce((total, { high }) => total + Number(high), 0)
  }
  return {
    createTopic: async (topic, numPartitions) => {
      await ask((admin) => admin.createTopics({ topics: [{ topic, numPartitions, replicationFactor: 1 }], waitForLeaders: true }))
      await untilLed(() => countRecords(topic))
    },
    deleteTopic: (topic) => ask((admin) => admin.deleteTopics({ topics: [topic] })),
    countRecords,
    committed: async (groupId, topic) => {
      const [answer] = await ask((admin) => admin.fetchOffsets({ groupId, topics: [topic] }))
      const partitions = answer?.partitions ?? []
      return partitions.toSorted((a, b) => a.partition - b.partition).map(({ offset }) => Math.max(0, Number(offset)))
    },
  }
}

/** Asks until the leaders answer: a new partition's leader is known a moment before it knows so itself, and kafkajs does not ask twice. */
async function untilLed(ask: () => Promise<unknown>): Promise<void> {
  const deadline = performance.now() + leadersLimitMs
  for (;;) {
    try {
      await ask()
      return
    } catch (error) {
      if (performance.now() > deadline || !(error as { retriable?: boolean }).retriable) throw error
    }
    await delay(askAgainMs)
  }
}
