import { loadKafkaJavascript } from '../../peers/load-kafka-javascript.js'
import type { ProduceJob } from '../../program/produce-job.js'
import { readJob } from '../../program/read-job.js'
import { sendRecords } from '../../program/send-records.js'

const job = readJob<ProduceJob>()
const { Kafka, logLevel } = loadKafkaJavascript().KafkaJS
const kafka = new Kafka({ kafkaJS: { brokers: [job.bootstrap], logLevel: logLevel.ERROR } })
const producer = kafka.producer({ 'linger.ms': 1 })
await producer.connect()
await sendRecords(job, (payloads) => producer.send({ topic: job.topic, messages: payloads.map(({ key, value }) => ({ key, value })) }))
