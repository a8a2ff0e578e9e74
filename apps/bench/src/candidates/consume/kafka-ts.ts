import { createKafkaClient } from 'kafka-ts'

import type { ConsumeJob } from '../../program/consume-job.js'
import { contentReader } from '../../program/read-content.js'
import { readJob } from '../../program/read-job.js'
import { Tally } from '../../program/tally.js'

const job = readJob<ConsumeJob>()
const tally = new Tally(job)
const read = contentReader(job, tally)
const [host, port] = job.bootstrap.split(':')

await createKafkaClient({ bootstrapServers: [{ host: host!, port: Number(port) }] }).startConsumer({
  groupId: job.groupId,
  topics: [job.topic],
  fromBeginning: true,
  onBatch: (messages) => {
    for (const message of messages) {
      if (read !== null) read(message.value)
      tally.record(message.partition, Number(message.offset))
    }
  },
})
