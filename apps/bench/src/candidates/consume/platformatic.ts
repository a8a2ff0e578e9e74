import { Consumer } from '@platformatic/kafka'

import type { ConsumeJob } from '../../program/consume-job.js'
import { contentReader } from '../../program/read-content.js'
import { readJob } from '../../program/read-job.js'
import { Tally } from '../../program/tally.js'

const job = readJob<ConsumeJob>()
const tally = new Tally(job)
const read = contentReader(job, tally)

const consumer = new Consumer({ clientId: 'bench', groupId: job.groupId, bootstrapBrokers: [job.bootstrap] })
const stream = await consumer.consume({ topics: [job.topic], mode: 'earliest' })
stream.on('data', (message) => {
  if (read !== null) read(message.value)
  tally.record(message.partition, Number(message.offset))
})
stream.on('error', (error) => {
  throw error
})
