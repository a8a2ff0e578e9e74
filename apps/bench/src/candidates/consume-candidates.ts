import type { ConsumeJob } from '../program/consume-job.js'
import { findNode24 } from '../peers/find-node-24.js'
import { prepareJavaPrograms } from '../peers/java-programs.js'
import type { Candidate } from './candidate.js'
import { nodeProgram } from './node-program.js'

const samsaWays = [
  { name: 'per record', module: 'consume/samsa-per-record' },
  { name: 'per record async', module: 'consume/samsa-per-record-async' },
  { name: 'per batch', module: 'consume/samsa-per-batch' },
] as const

// 'policy' and 'no policy' are the ends between which the defaults lie.
const samsa: readonly Candidate<ConsumeJob>[] = [
  ...samsaWays.map(({ name, module }) => ({ name, client: 'samsa', prepare: async () => nodeProgram(module) })),
  ...samsaWays.flatMap(({ name, module }) =>
    ['policy', 'no policy'].map((variant) => ({
      name: `${name} ${variant}`,
      client: 'samsa recovery',
      settings: variant === 'policy' ? 'rules, own backoff, dead letters with hooks' : 'deadLetter: false',
      prepare: async () => nodeProgram(module, { variant }),
    })),
  ),
  { name: 'bare binding', client: 'samsa', prepare: async () => nodeProgram('consume/bare-binding') },
]

const java: Candidate<ConsumeJob> = {
  name: 'java',
  client: 'java',
  handlers: ['noop', 'value'],
  prepare: async () => {
    const program = await prepareJavaPrograms()
    return ({ bootstrap, topic, partitions, groupId, records, handler }) =>
      program('ConsumeLoop', [bootstrap, topic, String(partitions), groupId, String(records), handler])
  },
}

const kafkaTs: Candidate<ConsumeJob> = {
  name: 'kafka-ts',
  client: 'kafka-ts',
  settings: 'onBatch, Node 24',
  prepare: async () => nodeProgram('consume/kafka-ts', { node: await findNode24() }),
}

const platformatic: Candidate<ConsumeJob> = {
  name: 'platformatic',
  client: 'platformatic',
  settings: 'stream, Node 24',
  prepare: async () => nodeProgram('consume/platformatic', { node: await findNode24() }),
}

const kafkajs: readonly Candidate<ConsumeJob>[] = [
  { name: 'kafkajs eachBatch', client: 'kafkajs', prepare: async () => nodeProgram('consume/kafkajs-each-batch') },
  { name: 'kafkajs eachMessage', client: 'kafkajs', prepare: async () => nodeProgram('consume/kafkajs-each-message') },
]

// 32 records a batch is its default; a batch without limit is what it is fastest with.
const kafkaJavascript = (['eachBatch', 'eachMessage'] as const).flatMap((api): readonly Candidate<ConsumeJob>[] => {
  const module = api === 'eachBatch' ? 'consume/kafka-javascript-each-batch' : 'consume/kafka-javascript-each-message'
  const one = { client: 'kafka-javascript', mostRecords: 300_000 }
  return [
    { ...one, name: `kafka-javascript ${api}`, prepare: async () => nodeProgram(module) },
    {
      ...one,
      name: `kafka-javascript ${api} tuned`,
      settings: 'js.consumer.max.batch.size -1',
      prepare: async () => nodeProgram(module, { variant: '-1' }),
    },
  ]
})

/** Everyone who consumes: Samsa, its bare binding, and their peers, each with its client's defaults. */
export const consumeCandidates: readonly Candidate<ConsumeJob>[] = [...samsa, java, kafkaTs, platformatic, ...kafkajs, ...kafkaJavascript]
