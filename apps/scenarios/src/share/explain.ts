import type { Stage } from '../scenario.js'
import type { LogLine } from '../worker-process.js'
import { endings, placeOf } from './share-calls.js'

/** What a kill or a restart of the broker may be followed by. */
export const shareTroubles: readonly string[] = [
  'group.troubled',
  'commit.failed',
  'SAMSA_NO_BROKER',
  'settlement.lost',
  'settlement.unknown',
  'settlement.dropped',
  'lease.expired',
  'record.released',
  'handler.late',
  'group.failed',
]

// a call that ended after its signal was settled too late to count, though its lock had not ended yet
const explaining: readonly string[] = ['settlement.lost', 'settlement.unknown', 'lease.expired', 'handler.late']

/** Places (`topic/partition/offset`) that the lines of one event speak of. */
function placesOf({ topic, partition, offset, lastOffset, from, to }: LogLine): string[] {
  const [first, last] = from === undefined ? [Number(offset), Number(lastOffset ?? offset)] : [Number(from), Number(to) - 1]
  return Array.from({ length: last - first + 1 }, (_, index) => `${String(topic)}/${String(partition)}/${first + index}`)
}

/** Places that the events of these names speak of, in any worker. */
export function placesTold(stage: Stage, names: readonly string[]): string[] {
  const lines = stage.workers.flatMap((worker) => worker.lines)
  return lines.filter(({ code }) => names.includes(code ?? '')).flatMap(placesOf)
}

/** Records that were accepted by more than one call though no event says why: their settlement was lost, is unknown, their lock ended. Workers have to tell all their events. */
export function unexplainedRepeats(stage: Stage): string[] {
  const repeated = [...endings(stage.entries(), 'accept')].filter(([, count]) => count > 1).map(([place]) => place)
  // what ends after its signal does not count: in a batch, that of any record of it
  const late = stage.entries().filter(({ what, code }) => what === 'end' && code !== undefined)
  const explained = new Set([...placesTold(stage, explaining), ...late.map(placeOf)])
  return repeated.filter((place) => !explained.has(place))
}
