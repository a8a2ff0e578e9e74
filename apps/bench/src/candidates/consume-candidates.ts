import type { ConsumeJob } from '../program/consume-job.js'
import { findNode24 } from '../peers/find-node-24.js'
import { prepareJavaPrograms } from '../peers/java-programs.js'
import type { Candidate } from './candidate.js'
import { nodeProgram } from './node-program.js'

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
  prepare: async () => nodeProgram('consume/kafka-ts', await findNode24()),
}

const platformatic: Candidate<ConsumeJob> = {
  name: 'platformatic',
  client: 'platformatic',
  settings: 'stream, Node 24',
  prepare: async () => nodeProgram('consume/platformatic', await findNode24()),
}

const kafkajs: readonly Candidate<ConsumeJob>[] = [
  { name: 'kafkajs eachBatch', client: 'kafkajs', prepare: async () => nodeProgram('consume/kafkajs-each-batch') },
  { name: 'kafkajs eachMessage', client: 'kafkajs', prepare: async () => nodeProgram('consume/kafkajs-each-message') },
]

const kafkaJavascript: readonly Candidate<ConsumeJob>[] = [
  {
    name: 'kafka-javascript eachBatch',
    client: 'kafka-javascript',
    prepare: async () => nodeProgram('consume/kafka-javascript-each-batch'),
  },
  {
    name: 'kafka-javascript eachMessage',
    client: 'kafka-javascript',
    mostRecords: 300_000,
    prepare: async () => nodeProgram('consume/kafka-javascript-each-message'),
  },
]

/** Everyone who consumes: Samsa, its bare binding, and their peers, each with its client's defaults. */
export const consumeCandidates: readonly Candidate<ConsumeJob>[] = [java, kafkaTs, platformatic, ...kafkajs, ...kafkaJavascript]
