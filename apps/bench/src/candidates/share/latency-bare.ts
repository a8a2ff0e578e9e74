import { setTimeout as delay } from 'node:timers/promises'

import type { ShareBatch } from '@samsa/librdkafka'

import { BareShareMember } from '../../program/share/bare-share-member.js'
import { bareWaitPollRecords } from '../../program/share/bare-share-settings.js'
import type { LatencyTally } from '../../program/share/latency-tally.js'
import { runLatency } from '../../program/share/run-latency.js'

const askAgainMs = 20

await runLatency(async (job, tally) => {
  const member = new BareShareMember(
    { ...job, pollRecords: bareWaitPollRecords },
    (batch) => handle(batch, member, tally),
    (id, from, to) => tally.answer(member.partitionOf(id), from, to),
  )
  while (!member.joined) await delay(askAgainMs)
  return () => member.stop()
})

function handle({ runs, offsets, spans, bytes }: ShareBatch, member: BareShareMember, tally: LatencyTally): void {
  for (let run = 0; run < runs.length; run += 3) {
    const id = runs[run]!
    const start = runs[run + 1]!
    const end = start + runs[run + 2]!
    for (let row = start; row < end; row++) {
      const value = spans[6 * row + 2]!
      tally.handle(bytes.subarray(value, value + spans[6 * row + 3]!))
      tally.settle(member.partitionOf(id), offsets[row]!)
      member.settle(id, row, row + 1)
    }
  }
}
