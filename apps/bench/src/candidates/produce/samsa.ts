import { string, systemClock, topic } from '@samsa/contracts'
import { Producer, createProducer } from '@samsa/producer'

import type { ProduceJob } from '../../program/produce-job.js'
import { readJob } from '../../program/read-job.js'
import { sendRecords } from '../../program/send-records.js'

const job = readJob<ProduceJob>()
const records = topic(job.topic, { key: string() })

const port = createProducer({
  kafka: { 'bootstrap.servers': job.bootstrap },
  cluster: 'default',
  clientId: 'bench',
  clock: systemClock,
  observer: {
    trouble: (error) => {
      throw error
    },
    libraryLog: (_level, facility, text) => console.error(facility, text),
  },
})
const producer = new Producer(port)
await sendRecords(job, (payloads) => {
  if (payloads.length === 1) return producer.send(records, { key: payloads[0]!.key, value: payloads[0]!.value })
  return producer.send(
    records,
    payloads.map(({ key, value }) => ({ key, value })),
  )
})
