import { byId, deadLetterTopic, idOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import type { Sent } from '../src/feed.js'
import type { LedgerEntry } from '../src/ledger.js'
import { expectNothingElse, must, type Stage } from '../src/scenario.js'
import { endings, placeOf, placesOf } from '../src/share/share-calls.js'
import { placesTold, unexplainedRepeats } from '../src/share/explain.js'
import type { Freeze } from './disaster.js'

/** What is allowed. */
export interface ShareBounds {
  /** `retry: { attempts }`. */
  readonly attempts: number
  /** The last delivery in which a record is run. */
  readonly lastRun: number
  readonly deliveryCountLimit: number
  /** A broker that was killed has forgotten deliveries that ended without an answer: they come again with the same count. */
  readonly restarts: number
  readonly freezes: readonly Freeze[]
  /** In a batch the ledger has the delivery count of the record that is worst off. */
  readonly countsAreOwn: boolean
  /** Whether records may be run again that had succeeded: batches that settle nothing are repeated as a whole. */
  readonly repeats: boolean
}

/** Names of the workers that were killed: what they did last they could not tell any more. */
async function killedWorkers(stage: Stage): Promise<ReadonlySet<string>> {
  const ended = await Promise.all(stage.workers.map(async ({ name, exit }) => ({ name, code: await exit })))
  return new Set(ended.filter(({ code }) => code === null).map(({ name }) => name))
}

/**
 * Records whose last deliveries may have been in the hands of workers that were killed, which could tell nothing: what lay unstarted in such a worker was never begun, and a dead letter that was
 * being written is in no topic.
 */
function diedWithWorker(entries: readonly LedgerEntry[], killed: ReadonlySet<string>, limit: number): ReadonlySet<string> {
  const last = entries.filter(({ deliveryCount }) => killed.size > 0 && (deliveryCount ?? 0) >= limit - 2)
  return new Set(last.map(placeOf))
}

/** Records whose delivery count went back: a broker that was killed came up without what it had confirmed of them (seen on Kafka 4.4.0). */
function forgottenByBroker(entries: readonly LedgerEntry[], { restarts, countsAreOwn }: ShareBounds): ReadonlySet<string> {
  const forgotten = new Set<string>()
  const highest = new Map<string, number>()
  if (restarts === 0 || !countsAreOwn) return forgotten
  for (const entry of entries) {
    if (entry.what !== 'begin') continue
    const [place, count] = [placeOf(entry), entry.deliveryCount ?? 0]
    if (count < (highest.get(place) ?? 0)) forgotten.add(place)
    highest.set(place, Math.max(count, highest.get(place) ?? 0))
  }
  return forgotten
}

/** Records that a worker accepted and was killed before it could tell what became of it. */
function acceptedByKilled(entries: readonly LedgerEntry[], killed: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(entries.filter(({ what, as, worker }) => what === 'end' && as === 'accept' && killed.has(worker)).map(placeOf))
}

/** An answer takes milliseconds, and on a busy machine somewhat longer. */
const longestAnswerMs = 1_000

/**
 * Records that a worker had accepted just before it was frozen: sent when it went on, that acceptance is late, and Kafka confirms it all the same where the group has passed the record by
 * then. Nobody can tell it from one that came in time.
 */
function acceptedByFrozen(entries: readonly LedgerEntry[], freezes: readonly Freeze[]): ReadonlySet<string> {
  const wasFrozen = ({ worker, atMs }: LedgerEntry): boolean =>
    freezes.some((freeze) => freeze.worker === worker && atMs > freeze.atMs - longestAnswerMs && atMs <= freeze.atMs)
  return new Set(entries.filter((entry) => entry.what === 'end' && entry.as === 'accept' && wasFrozen(entry)).map(placeOf))
}

/** Places of the dead letters; each record has one id, however often it was written. */
async function deadLettered(stage: Stage, topic: string): Promise<{ readonly places: ReadonlySet<string>; readonly again: number }> {
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  const places = new Set(letters.map((letter) => `${topic}/${sourceOf(letter)}`))
  must(byId(letters).size === places.size, `each record has one id: ${letters.map(idOf).join(' ')}`)
  return { places, again: letters.length - places.size }
}

/** At most n − d + 1 executions in delivery d, none in a delivery after the last in which records are run. */
function withinBounds(entries: readonly LedgerEntry[], { attempts, lastRun, restarts, countsAreOwn }: ShareBounds): void {
  const runs = new Map<string, number>()
  for (const entry of entries) {
    if (entry.what !== 'begin') continue
    const execution = `${placeOf(entry)} of delivery ${entry.deliveryCount}`
    must((entry.deliveryCount ?? 0) <= lastRun, `${execution} was run`)
    must(entry.attempt <= attempts, `${execution} was run as attempt ${entry.attempt}`)
    const count = (runs.get(execution) ?? 0) + 1
    runs.set(execution, count)
    const most = (attempts - (entry.deliveryCount ?? 0) + 1) * (restarts + 1)
    must(!countsAreOwn || count <= most, `${execution} was run ${count} times, ${most} were allowed`)
  }
}

/** What is told of a dead letter and what stands in the topic is the same; a killed worker may have told nothing of what it wrote. */
function toldAsWritten(stage: Stage, places: ReadonlySet<string>): void {
  const missing = placesTold(stage, ['record.dead-lettered']).filter((place) => !places.has(place))
  must(missing.length === 0, `told as dead-lettered and in no topic: ${missing.slice(0, 10).join(' ')}`)
}

/** Every record ended, and everybody knows how. Answers the numbers, in words. */
export async function judgeShares(stage: Stage, topic: string, sent: readonly Sent[], bounds: ShareBounds): Promise<string> {
  const [entries, killed] = [stage.entries(), await killedWorkers(stage)]
  const [accepted, rejected] = [endings(entries, 'accept'), endings(entries, 'reject')]
  const { places: dead, again } = await deadLettered(stage, topic)
  const archived = new Set(placesTold(stage, ['record.exhausted', 'record.starved']))
  const died = diedWithWorker(entries, killed, bounds.deliveryCountLimit)
  const hasEnd = (place: string): boolean => [accepted, rejected, dead, archived, died].some((ends) => ends.has(place))
  const silent = placesOf(topic, sent).filter((place) => !hasEnd(place))
  must(silent.length === 0, `ended without anybody saying how: ${silent.slice(0, 10).join(' ')}`)
  toldAsWritten(stage, dead)
  withinBounds(entries, bounds)
  const excused = new Set([...acceptedByKilled(entries, killed), ...acceptedByFrozen(entries, bounds.freezes)])
  const forgotten = forgottenByBroker(entries, bounds)
  const twice = (bounds.repeats ? [] : unexplainedRepeats(stage)).filter((place) => !excused.has(place) && !forgotten.has(place))
  must(twice.length === 0, `accepted twice without a reason: ${twice.slice(0, 10).join(' ')}`)
  expectNothingElse(stage)
  const repeats = [...accepted.values()].filter((count) => count > 1).length
  const ends = `${accepted.size} accepted (${repeats} of them again, ${forgotten.size} forgotten by a killed broker), ${rejected.size} rejected`
  return `${ends}, ${dead.size} dead-lettered (${again} of them again), ${archived.size} archived`
}
