import type { BenchOptions } from '../bench-options.js'
import { consumeCandidates } from '../candidates/consume-candidates.js'
import { fillTopic } from '../kafka/fill-topic.js'
import type { WantedCost } from '../measure/costs.js'
import type { WantedRatio } from '../measure/ratios.js'
import { verifyConsumed } from '../measure/verify-consumed.js'
import type { ConsumeJob, ConsumeReport } from '../program/consume-job.js'
import type { Task } from './task.js'

const ratios: readonly WantedRatio[] = [
  ...['per record', 'per record async'].flatMap((of) => [
    { of, to: 'java', target: 1.1 },
    { of, to: 'kafka-ts', target: 1.4 },
    { of, to: 'platformatic' },
    { of, to: 'kafkajs eachBatch', target: 2.5 },
    { of, to: 'kafkajs eachMessage' },
    { of, to: 'kafka-javascript eachMessage', target: 20 },
    { of, to: 'kafka-javascript eachBatch tuned' },
    { of, to: 'bare binding' },
  ]),
  { of: 'per batch', to: 'java', target: 1.5 },
  { of: 'bare binding', to: 'java', target: 1.6 },
]

// Declaring a policy must cost records that do not fail nothing.
const costs: readonly WantedCost[] = ['per record', 'per record async', 'per batch'].flatMap((name) => [
  { of: `${name} policy`, to: `${name} no policy`, target: 1 },
  { of: name, to: `${name} no policy`, target: 1 },
])

/** Reading a topic from its beginning, as a group of one member. */
export const consume: Task<ConsumeJob, ConsumeReport> = {
  title: ({ records, valueBytes, partitions, handler }) =>
    `consume: ${records} keyed records of ${valueBytes} B in ${partitions} partitions, handler ${handler}`,
  candidates: ({ handler }) => consumeCandidates.filter(({ handlers }) => handlers === undefined || handlers.includes(handler)),
  ratios,
  costs,
  open: async (broker, options) => {
    const bootstrap = broker.bootstrapServers
    const { records, valueBytes, partitions } = options
    const filled = await fillTopic(bootstrap, { topic: 'bench', partitions, records, valueBytes })
    let jobs = 0
    return {
      nextJob: async (candidate) => ({
        bootstrap,
        topic: filled.topic,
        partitions,
        groupId: `bench-${process.pid}-${jobs++}`,
        records: jobRecords(options, candidate.mostRecords, filled.records),
        handler: options.handler,
      }),
      verify: async (job, report) => verifyConsumed(job, report, filled),
      close: async () => {},
    }
  },
}

function jobRecords({ records }: BenchOptions, most: number | undefined, filled: number): number {
  return most === undefined || most >= records ? filled : most
}
