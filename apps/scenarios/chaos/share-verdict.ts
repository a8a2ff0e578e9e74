import type { Sent } from '../src/feed.js'
import type { LedgerEntry } from '../src/ledger.js'
import { expectNothingElse, must, type Stage } from '../src/scenario.js'
import { endings, placeOf, placesOf } from '../src/share/share-calls.js'
import { placesTold, unexplainedRepeats } from '../src/share/explain.js'

/** Names of the workers that were killed: what they did last they could not tell any more. */
async function killedWorkers(stage: Stage): Promise<ReadonlySet<string>> {
  const ended = await Promise.all(stage.workers.map(async ({ name, exit }) => ({ name, code: await exit })))
  return new Set(ended.filter(({ code }) => code === null).map(({ name }) => name))
}

/** Records whose last delivery began in a worker that was killed. */
function diedWithWorker(entries: readonly LedgerEntry[], killed: ReadonlySet<string>, limit: number): ReadonlySet<string> {
  const last = entries.filter(({ worker, deliveryCount }) => killed.has(worker) && (deliveryCount ?? 0) >= limit)
  return new Set(last.map(placeOf))
}

/** Records that a worker accepted and was killed before it could tell what became of it. */
function acceptedByKilled(entries: readonly LedgerEntry[], killed: ReadonlySet<string>): ReadonlySet<string> {
  return new Set(entries.filter(({ what, as, worker }) => what === 'end' && as === 'accept' && killed.has(worker)).map(placeOf))
}

/** Every record ended, and everybody knows how. Answers the numbers, in words. */
export async function judgeShares(stage: Stage, topic: string, sent: readonly Sent[], limit: number): Promise<string> {
  const [entries, killed] = [stage.entries(), await killedWorkers(stage)]
  const [accepted, rejected] = [endings(entries, 'accept'), endings(entries, 'reject')]
  const archived = new Set(placesTold(stage, ['record.exhausted', 'record.starved']))
  const died = diedWithWorker(entries, killed, limit)
  const silent = placesOf(topic, sent).filter(
    (place) => !accepted.has(place) && !rejected.has(place) && !archived.has(place) && !died.has(place),
  )
  must(silent.length === 0, `ended without anybody saying how: ${silent.slice(0, 10).join(' ')}`)
  const excused = acceptedByKilled(entries, killed)
  const twice = unexplainedRepeats(stage).filter((place) => !excused.has(place))
  must(twice.length === 0, `accepted twice without a reason: ${twice.slice(0, 10).join(' ')}`)
  expectNothingElse(stage)
  const repeats = [...accepted.values()].filter((count) => count > 1).length
  return `${accepted.size} accepted (${repeats} of them again), ${rejected.size} rejected, ${archived.size} archived`
}
