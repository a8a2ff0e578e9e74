import { produceCandidates } from '../candidates/produce-candidates.js'
import { topicAdmin } from '../kafka/topic-admin.js'
import type { WantedRatio } from '../measure/ratios.js'
import { CandidateFailure } from '../measure/run-candidate.js'
import type { Sample } from '../measure/sample.js'
import type { ProduceJob } from '../program/produce-job.js'
import type { Task } from './task.js'

const ratios: readonly WantedRatio[] = [
  { of: 'samsa awaited', to: 'kafka-javascript awaited', target: 2 },
  { of: 'samsa awaited', to: 'platformatic awaited' },
  { of: 'samsa awaited', to: 'kafkajs awaited' },
  { of: 'samsa batches', to: 'platformatic batches', target: 1.5 },
  { of: 'samsa batches', to: 'kafka-javascript batches' },
  { of: 'samsa batches', to: 'kafkajs batches' },
]

const batchRecords = 1000
const recordsInFlight = 1000
const batchesInFlight = 4

/** Sending keyed records to a fresh topic, one by one and in batches. */
export const produce: Task<ProduceJob, Sample> = {
  title: ({ valueBytes, partitions }) =>
    `produce: keyed records of ${valueBytes} B to ${partitions} partitions; awaited: ${recordsInFlight} sends of one record in flight; ` +
    `batches: ${batchesInFlight} sends of ${batchRecords} in flight`,
  candidates: () => produceCandidates,
  ratios,
  open: async (broker, options) => {
    const bootstrap = broker.bootstrapServers
    const admin = topicAdmin(bootstrap)
    let topics = 0
    return {
      nextJob: async (candidate) => {
        const topic = `bench-produce-${topics++}`
        await admin.createTopic(topic, options.partitions)
        const mode = produceCandidates.find(({ name }) => name === candidate.name)!.mode
        const records = Math.min(options.records, candidate.mostRecords ?? Infinity)
        const inFlight = mode === 'awaited' ? recordsInFlight : batchesInFlight
        const warmUpRecords = Math.min(records, inFlight * (mode === 'awaited' ? 1 : batchRecords))
        const size = mode === 'awaited' ? 1 : batchRecords
        return { bootstrap, topic, mode, records, warmUpRecords, valueBytes: options.valueBytes, inFlight, batchRecords: size }
      },
      verify: async (job) => {
        const count = await admin.countRecords(job.topic)
        const expected = job.warmUpRecords + job.records
        if (count !== expected) throw new CandidateFailure(`It says it sent ${expected} records; the topic holds ${count}.`)
        await admin.deleteTopic(job.topic)
      },
      close: async () => {},
    }
  },
}
