import type { Sent } from '../feed.js'
import type { LedgerEntry } from '../ledger.js'
import { must, type Stage } from '../scenario.js'
import { until } from '../until.js'
import { type ShareOffset, shareOffsets } from './share-offsets.js'

/** Where a record stands. */
export interface SharePlace extends Sent {
  readonly topic: string
}

/** `topic/partition/offset`. */
export const placeOf = ({ topic, partition, offset }: SharePlace): string => `${topic}/${partition}/${offset}`

/** The records that were sent to a topic. */
export const placesOf = (topic: string, sent: readonly Sent[]): string[] => sent.map((one) => placeOf({ topic, ...one }))

/** Places of records whose calls ended so, with how often. */
export function endings(entries: readonly LedgerEntry[], as: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const entry of entries) {
    if (entry.what !== 'end' || entry.as !== as) continue
    counts.set(placeOf(entry), (counts.get(placeOf(entry)) ?? 0) + 1)
  }
  return counts
}

/** Delivery counts that the handlers of a record saw, in order. */
export function countsOf(stage: Stage, place: SharePlace): number[] {
  const ofRecord = stage.entries().filter((entry) => entry.what === 'begin' && placeOf(entry) === placeOf(place))
  return ofRecord.map(({ deliveryCount }) => deliveryCount ?? 0)
}

/** The highest delivery count that a handler saw. */
export const highestCount = (stage: Stage): number => Math.max(0, ...stage.entries().map(({ deliveryCount }) => deliveryCount ?? 0))

/** Waits until each of the records was accepted at least once. */
export async function acceptedAll(stage: Stage, topic: string, sent: readonly Sent[], limitMs?: number): Promise<void> {
  const places = placesOf(topic, sent)
  await until(
    `all ${sent.length} records of ${topic} are accepted`,
    () => {
      const accepted = endings(stage.entries(), 'accept')
      return places.every((place) => accepted.has(place))
    },
    limitMs,
  )
}

/** Each of the records was accepted by one call, and no other record by any. */
export function acceptedOnce(stage: Stage, topic: string, sent: readonly Sent[]): void {
  const ofTopic = [...endings(stage.entries(), 'accept')].filter(([place]) => place.startsWith(`${topic}/`))
  const repeated = ofTopic.filter(([, count]) => count > 1).map(([place]) => place)
  must(repeated.length === 0, `accepted more than once: ${repeated.slice(0, 10).join(' ')}`)
  const places = new Set(placesOf(topic, sent))
  const foreign = ofTopic.map(([place]) => place).filter((place) => !places.has(place))
  must(foreign.length === 0, `not to be accepted: ${foreign.slice(0, 10).join(' ')}`)
  must(ofTopic.length === sent.length, `${ofTopic.length} of ${sent.length} are accepted`)
}

/** Waits until the broker has no record of the topic left that the group has not accepted or archived. */
export async function nothingLeft(
  stage: Stage,
  topic: string,
  partitions: number,
  group = stage.name('group'),
  limitMs?: number,
): Promise<void> {
  const specs = Array.from({ length: partitions }, (_, partition) => ({ topic, partition, at: 'latest' as const }))
  const ends = new Map((await stage.admin.listOffsets(specs)).map(({ partition, offset }) => [partition, offset]))
  let seen = 'nothing'
  const isDone = async (): Promise<boolean> => {
    const offsets = await shareOffsets(stage.broker.port, group, topic, partitions)
    seen = JSON.stringify(offsets)
    // a partition that never had a record has no state
    const isOver = ({ partition, startOffset, lag, errno }: ShareOffset) =>
      errno === 0 && (startOffset < 0 ? ends.get(partition) === 0 : lag === 0)
    return offsets.length === partitions && offsets.every(isOver)
  }
  try {
    await until('the group has nothing left', isDone, limitMs)
  } catch (error) {
    throw new Error(`${(error as Error).message}: ${seen}`, { cause: error })
  }
}

/** Stops a worker, which has to end cleanly. */
export async function stopCleanly(
  ...workers: readonly { readonly name: string; readonly stop: () => Promise<number | null> }[]
): Promise<void> {
  const codes = await Promise.all(workers.map((worker) => worker.stop()))
  for (const [index, code] of codes.entries()) must(code === 0, `${workers[index]?.name} stops cleanly, exit code ${code}`)
}
