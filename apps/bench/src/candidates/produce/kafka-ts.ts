import { createKafkaClient } from 'kafka-ts'

import type { ProduceJob } from '../../program/produce-job.js'
import { readJob } from '../../program/read-job.js'
import { sendRecords } from '../../program/send-records.js'

const job = readJob<ProduceJob>()
const [host, port] = job.bootstrap.split(':')
const producer = createKafkaClient({ bootstrapServers: [{ host: host!, port: Number(port) }] }).createProducer({})
const { topic } = job
await sendRecords(job, (payloads) => producer.send(payloads.map(({ key, text }) => ({ topic, key, value: text }))))
