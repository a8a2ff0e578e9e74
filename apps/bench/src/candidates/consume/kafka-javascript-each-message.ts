import { loadKafkaJavascript } from '../../peers/load-kafka-javascript.js'
import type { ConsumeJob } from '../../program/consume-job.js'
import { contentReader } from '../../program/read-content.js'
import { readJob } from '../../program/read-job.js'
import { Tally } from '../../program/tally.js'

const job = readJob<ConsumeJob>()
const tally = new Tally(job)
const read = contentReader(job, tally)

const { Kafka, logLevel } = loadKafkaJavascript().KafkaJS
const kafka = new Kafka({ kafkaJS: { brokers: [job.bootstrap], logLevel: logLevel.ERROR } })
const maxBatchSize = process.argv[3] === undefined ? {} : { 'js.consumer.max.batch.size': Number(process.argv[3]) }
const consumer = kafka.consumer({ kafkaJS: { groupId: job.groupId, fromBeginning: true }, ...maxBatchSize })
await consumer.connect()
await consumer.subscribe({ topics: [job.topic] })
await consumer.run({
  eachMessage: async ({ partition, message }) => {
    if (read !== null) read(message.value)
    tally.record(partition, Number(message.offset))
  },
})
