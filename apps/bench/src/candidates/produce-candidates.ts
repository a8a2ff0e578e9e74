import type { ProduceJob, SendMode } from '../program/produce-job.js'
import { findNode24 } from '../peers/find-node-24.js'
import type { Candidate } from './candidate.js'
import { nodeProgram } from './node-program.js'

/** A producing candidate: a client and a way of sending. */
export interface ProduceCandidate extends Candidate<ProduceJob> {
  readonly mode: SendMode
}

interface Client {
  readonly name: string
  readonly settings?: string
  readonly module: string
  readonly needsNode24?: boolean
  /** Most records one by one, and in batches. */
  readonly most?: Readonly<Partial<Record<SendMode, number>>>
}

const clients: readonly Client[] = [
  { name: 'samsa', settings: 'linger.ms 1, idempotent', module: 'produce/samsa' },
  { name: 'kafka-javascript', settings: 'linger.ms 1', module: 'produce/kafka-javascript', most: { awaited: 200_000 } },
  {
    name: 'platformatic',
    settings: 'no linger, acks all, Node 24',
    module: 'produce/platformatic',
    needsNode24: true,
    most: { awaited: 30_000 },
  },
  { name: 'kafkajs', settings: 'no linger', module: 'produce/kafkajs', most: { awaited: 30_000 } },
  { name: 'kafka-ts', settings: 'no linger, Node 24', module: 'produce/kafka-ts', needsNode24: true, most: { awaited: 200_000 } },
]

/** Everyone who produces, each in both ways of sending. */
export const produceCandidates: readonly ProduceCandidate[] = (['awaited', 'batches'] as const).flatMap((mode) =>
  clients.map((client) => ({
    name: `${client.name} ${mode}`,
    client: client.name,
    mode,
    settings: client.settings,
    mostRecords: client.most?.[mode],
    prepare: async () => nodeProgram(client.module, client.needsNode24 === true ? { node: await findNode24() } : {}),
  })),
)
