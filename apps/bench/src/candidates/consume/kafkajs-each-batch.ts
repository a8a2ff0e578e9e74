import { Kafka, logLevel } from 'kafkajs'

import type { ConsumeJob } from '../../program/consume-job.js'
import { contentReader } from '../../program/read-content.js'
import { readJob } from '../../program/read-job.js'
import { Tally } from '../../program/tally.js'

const job = readJob<ConsumeJob>()
const tally = new Tally(job)
const read = contentReader(job, tally)

const consumer = new Kafka({ brokers: [job.bootstrap], logLevel: logLevel.ERROR }).consumer({ groupId: job.groupId })
await consumer.connect()
await consumer.subscribe({ topics: [job.topic], fromBeginning: true })
await consumer.run({
  eachBatch: async ({ batch }) => {
    const { partition, messages } = batch
    for (const message of messages) {
      if (read !== null) read(message.value)
      tally.record(partition, Number(message.offset))
    }
  },
})
