import { Kafka, Partitioners, logLevel } from 'kafkajs'

import type { ProduceJob } from '../../program/produce-job.js'
import { readJob } from '../../program/read-job.js'
import { sendRecords } from '../../program/send-records.js'

const job = readJob<ProduceJob>()
const kafka = new Kafka({ brokers: [job.bootstrap], logLevel: logLevel.ERROR })
const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner })
await producer.connect()
await sendRecords(job, (payloads) => producer.send({ topic: job.topic, messages: payloads.map(({ key, value }) => ({ key, value })) }))
