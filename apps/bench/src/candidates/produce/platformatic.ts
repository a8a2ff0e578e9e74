import { ProduceAcks, Producer } from '@platformatic/kafka'

import type { ProduceJob } from '../../program/produce-job.js'
import { readJob } from '../../program/read-job.js'
import { sendRecords } from '../../program/send-records.js'

const job = readJob<ProduceJob>()
const producer = new Producer({ clientId: 'bench', bootstrapBrokers: [job.bootstrap], acks: ProduceAcks.ALL })
const { topic } = job
await sendRecords(job, (payloads) => producer.send({ messages: payloads.map(({ keyBytes, value }) => ({ topic, key: keyBytes, value })) }))
