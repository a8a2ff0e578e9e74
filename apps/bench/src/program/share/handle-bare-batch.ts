import { setTimeout as delay } from 'node:timers/promises'

import type { ShareBatch } from '@samsa/librdkafka'

import type { BareShareMember, HandleBatch } from './bare-share-member.js'
import type { ProgressTally } from './progress-tally.js'
import type { ShareJob } from './share-job.js'

/** What the bare member does with a batch: counts its records at once, or lets up to `inWork` of them wait at the same time. */
export function batchHandler(job: ShareJob, tally: ProgressTally): HandleBatch {
  return job.workMs === 0 ? (batch, member) => countAll(batch, member, tally) : (batch, member) => startLanes(batch, member, job, tally)
}

function countAll({ runs, offsets }: ShareBatch, member: BareShareMember, tally: ProgressTally): void {
  for (let run = 0; run < runs.length; run += 3) {
    const id = runs[run]!
    const partition = member.partitionOf(id)
    const start = runs[run + 1]!
    const end = start + runs[run + 2]!
    for (let row = start; row < end; row++) tally.record(partition, offsets[row]!)
    member.settle(id, start, end)
  }
}

/** As many lanes as may be in work, each taking the next row as soon as its last one is done. */
function startLanes(batch: ShareBatch, member: BareShareMember, job: ShareJob, tally: ProgressTally): void {
  const { runs, offsets, length } = batch
  let run = 0
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < length) {
      const row = next++
      while (row >= runs[run + 1]! + runs[run + 2]!) run += 3
      const id = runs[run]!
      tally.begin()
      await delay(job.workMs)
      tally.record(member.partitionOf(id), offsets[row]!)
      member.settle(id, row, row + 1)
    }
  }
  for (let i = 0; i < Math.min(job.inWork, length); i++) void lane()
}
