import type { Feed, Sent } from '../feed.js'
import { must, type Stage } from '../scenario.js'
import { acceptedAll, acceptedOnce, highestCount, nothingLeft, stopCleanly } from './share-calls.js'
import { bare } from './share-job.js'
import { shareWorker } from './share-worker.js'

/** One producer batch that is long work for one member. */
export interface LargeBatch {
  readonly records: number
  readonly workMs: number
  readonly lock: `${number}s`
  readonly concurrency: number
  /** `null`: the broker's. */
  readonly deliveryCountLimit: number | null
  /** Highest delivery count that may be seen. */
  readonly mostCount: number
  readonly limitMs: number
}

const partsOf = 4_500

/** Sends records so that they are one producer batch, which a share consumer gets whole. */
export async function sendOneBatch(feed: Feed, topic: string, records: number): Promise<Sent[]> {
  const parts = Array.from({ length: Math.ceil(records / partsOf) }, (_, part) => Math.min(partsOf, records - part * partsOf))
  const sent = await Promise.all(parts.map((count, part) => feed.numbered(topic, count, 1, part * partsOf)))
  return sent.flat()
}

/** Settings of the feed for {@link sendOneBatch}. */
export const oneBatch = { 'linger.ms': 900, 'batch.num.messages': 10_000, 'batch.size': 1_000_000 }

/** All its records are handled, each once, although their lock is shorter than the work; those that had to wait were given back and came again. */
export async function largeBatch(stage: Stage, batch: LargeBatch): Promise<void> {
  // what waits is given back before its lock ends, and told; more was acquired than fits the lock, which is told with the cures
  stage.expect('record.released', 'lease.overcommitted')
  // on a machine that is slow a release just before the end of a lock may come after it, which changes nothing
  stage.expect('settlement.lost')
  const topic = await stage.topic('jobs')
  const sent = await sendOneBatch(stage.feed(oneBatch), topic, batch.records)
  const limit = batch.deliveryCountLimit === null ? {} : { deliveryCountLimit: batch.deliveryCountLimit }
  const { workMs, concurrency } = batch
  const settings = { lockDuration: batch.lock, ...limit }
  // deliveries in which a record was not run count as attempts: where there are many, the standard five are not enough
  const policy = batch.deliveryCountLimit === null ? {} : { ...bare, retry: { attempts: batch.deliveryCountLimit } }
  const worker = shareWorker(stage, { topics: [topic], workMs, settings, route: { concurrency, ...policy }, tellsAll: true })
  await acceptedAll(stage, topic, sent, batch.limitMs)
  acceptedOnce(stage, topic, sent)
  must(highestCount(stage) <= batch.mostCount, `no delivery count above ${batch.mostCount}: ${highestCount(stage)}`)
  const causes = new Set(worker.events('record.released').map(({ cause }) => cause))
  must(
    [...causes].every((cause) => cause === 'not-started'),
    `only what was not started was given back: ${[...causes].join()}`,
  )
  const lost = new Set(worker.events('settlement.lost').map(({ as }) => as))
  must(
    [...lost].every((as) => as === 'release'),
    `no result was lost: ${[...lost].join()}`,
  )
  await nothingLeft(stage, topic, 1)
  await stopCleanly(worker)
}
