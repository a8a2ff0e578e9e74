import type { Candidate } from '../candidates/candidate.js'
import { consumeCandidates } from '../candidates/consume-candidates.js'
import { fillTopic } from '../kafka/fill-topic.js'
import type { WantedRatio } from '../measure/ratios.js'
import { verifyConsumed } from '../measure/verify-consumed.js'
import type { ConsumeJob, ConsumeReport } from '../program/consume-job.js'
import type { Task } from './task.js'

const partitionCounts = [4, 64, 500] as const
const comparedNames: readonly string[] = ['bare binding', 'per record', 'java']

interface PartitionsCandidate extends Candidate<ConsumeJob> {
  readonly partitions: number
}

const candidates: readonly PartitionsCandidate[] = partitionCounts.flatMap((partitions) =>
  consumeCandidates
    .filter(({ name }) => comparedNames.includes(name))
    .map((candidate) => ({ ...candidate, name: `${candidate.name}, ${partitions}`, client: candidate.name, partitions })),
)

const ratios: readonly WantedRatio[] = [
  ...partitionCounts.map((count) => ({ of: `bare binding, ${count}`, to: `java, ${count}` })),
  ...comparedNames.flatMap((name) =>
    partitionCounts.slice(1).map((count) => ({ of: `${name}, ${count}`, to: `${name}, ${partitionCounts[0]}` })),
  ),
]

/** Reading topics of few and of many partitions: what a queue for each partition costs. */
export const partitions: Task<ConsumeJob, ConsumeReport> = {
  title: ({ records, valueBytes, handler }) =>
    `partitions: ${records} keyed records of ${valueBytes} B in ${partitionCounts.join(', ')} partitions, handler ${handler}`,
  candidates: () => candidates,
  ratios,
  open: async (broker, { records, valueBytes, handler }) => {
    const bootstrap = broker.bootstrapServers
    const filled = new Map<string, Awaited<ReturnType<typeof fillTopic>>>()
    for (const count of partitionCounts) {
      const topic = `bench-${count}`
      filled.set(topic, await fillTopic(bootstrap, { topic, partitions: count, records, valueBytes }))
    }
    let jobs = 0
    return {
      nextJob: async (candidate) => {
        const count = candidates.find(({ name }) => name === candidate.name)!.partitions
        const topic = filled.get(`bench-${count}`)!
        const groupId = `bench-${process.pid}-${jobs++}`
        return { bootstrap, topic: topic.topic, partitions: count, groupId, records: topic.records, handler }
      },
      verify: async (job, report) => verifyConsumed(job, report, filled.get(job.topic)!),
      close: async () => {},
    }
  },
}
