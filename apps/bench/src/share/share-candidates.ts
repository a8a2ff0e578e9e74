import type { Candidate } from '../candidates/candidate.js'
import { nodeProgram } from '../candidates/node-program.js'
import { prepareJavaPrograms } from '../peers/java-programs.js'
import { bareNoopPollRecords } from '../program/share/bare-share-settings.js'
import type { ShareJob } from '../program/share/share-job.js'
import type { HandlerName } from './share-options.js'

/** Somebody who takes part in the share bench; a run of it is one process or several. */
export interface ShareCandidate extends Candidate<ShareJob> {
  /** Whether its group is a share group or a consumer group. */
  readonly kind: 'share' | 'consumer'
  /** Handlers it is run with. */
  readonly works: readonly HandlerName[]
}

const both: readonly HandlerName[] = ['noop', 'wait']

const javaLoop =
  (commit: 'async' | 'sync' | 'none') => async (): Promise<(job: ShareJob) => ReturnType<ReturnType<typeof nodeProgram>>> => {
    const program = await prepareJavaPrograms()
    return ({ bootstrap, topic, partitions, groupId, inWork, workMs }) =>
      program('ShareLoop', [bootstrap, topic, String(partitions), groupId, commit, String(inWork), String(workMs)])
  }

/** Everyone in the share bench: Samsa, its bare binding, Java's own share consumer, and the same route as a consumer group. */
export const shareCandidates: readonly ShareCandidate[] = [
  { name: 'share', client: 'samsa', kind: 'share', works: both, prepare: async () => nodeProgram('share/samsa-share') },
  {
    name: 'bare binding',
    client: 'samsa',
    kind: 'share',
    works: both,
    settings: `one member; noop: max.poll.records ${bareNoopPollRecords}`,
    prepare: async () => nodeProgram('share/bare-share'),
  },
  { name: 'java', client: 'java', kind: 'share', works: both, settings: 'commitAsync after each poll', prepare: javaLoop('async') },
  { name: 'java sync', client: 'java', kind: 'share', works: ['noop'], settings: 'commitSync after each poll', prepare: javaLoop('sync') },
  { name: 'java fetch', client: 'java', kind: 'share', works: ['noop'], settings: 'commits with the next poll', prepare: javaLoop('none') },
  {
    name: 'consumer group',
    client: 'samsa',
    kind: 'consumer',
    works: both,
    prepare: async () => nodeProgram('share/samsa-consumer-group'),
  },
]
