import { setTimeout as delay } from 'node:timers/promises'

import { type EventName, type GroupBlock, bytes, defineRoutes, defineWorker, startWorker, topic } from 'samsa'

import { quietLog } from '../quiet-log.js'
import type { MemberEnd, ProgressTally } from './progress-tally.js'
import type { ShareJob } from './share-job.js'

// What a run without a fault tells nothing of.
const troubleNames = [
  'commit.failed',
  'group.failed',
  'handler.late',
  'lease.expired',
  'partition.lost',
  'record.exhausted',
  'record.rejected',
  'record.released',
  'record.retried',
  'record.starved',
  'settlement.dropped',
  'settlement.lost',
  'settlement.unknown',
] as const satisfies readonly EventName[]

/** The topic of the job with its bytes as they are. */
export function plainTopic(job: ShareJob) {
  return topic(job.topic, { key: bytes(), value: bytes() })
}

interface Coordinates {
  readonly partition: number
  readonly offset: number
}

/** A consumer class that counts each record: at once, or after the job's time. */
export function countingClass(job: ShareJob, tally: ProgressTally) {
  class Count {
    consume(record: Coordinates): void {
      tally.record(record.partition, record.offset)
    }
  }
  class WaitAndCount {
    async consume(record: Coordinates): Promise<void> {
      tally.begin()
      await delay(job.workMs)
      tally.record(record.partition, record.offset)
    }
  }
  return job.workMs === 0 ? Count : WaitAndCount
}

/** Starts a worker with one group, all defaults; the answer stops it. */
export function startSamsaMember(job: ShareJob, block: GroupBlock): () => Promise<MemberEnd> {
  const worker = defineWorker({ routes: defineRoutes(block), name: 'bench', kafka: { 'bootstrap.servers': job.bootstrap } })
  const handle = startWorker(worker, { log: quietLog })
  const counts = new Map<string, number>()
  for (const name of troubleNames) handle.on(name, () => counts.set(name, (counts.get(name) ?? 0) + 1))
  const notes: string[] = []
  handle.on('lease.overcommitted', ({ records, neededMs }) => notes.push(`lease.overcommitted: ${records} records need ${neededMs} ms`))
  let isStopping = false
  void handle.ended.then(({ error }) => {
    if (isStopping) return
    console.error('the worker ended', error)
    process.exit(1)
  })
  return async () => {
    isStopping = true
    const { exitCode, error } = await handle.stop()
    const troubles = [...counts].map(([name, count]) => `${count} × ${name}`)
    if (exitCode !== 0) troubles.push(`the worker's exit code was ${exitCode}${error === null ? '' : `: ${error.message}`}`)
    return { troubles, notes }
  }
}
