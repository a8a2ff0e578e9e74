import { byId, deadLetterTopic, idOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import type { Sent } from '../src/feed.js'
import { isPoison } from '../src/fault.js'
import { expectNothingElse, must, type Stage } from '../src/scenario.js'
import type { Mishaps } from './disaster.js'

/** What the workers are told of failures. */
export interface ChaosPolicy {
  readonly attempts: number
  /** Every so many offsets there is poison. */
  readonly poisonEvery: number
}

/** `partition/offset` of the records that have dead letters, and how many were written more than once. */
export interface DeadLettered {
  readonly places: ReadonlySet<string>
  readonly again: number
}

/** What lies in the dead-letter topic; each record has one id, however often it was written. */
export async function deadLettered(stage: Stage, topic: string): Promise<DeadLettered> {
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  const places = new Set(letters.map(sourceOf))
  must(byId(letters).size === places.size, `each record has one id: ${letters.map(idOf).join(' ')}`)
  return { places, again: letters.length - places.size }
}

/** No position is ahead of what was handled or dead-lettered: asked first, so that whatever is handled meanwhile cannot hide it. */
export async function neverAhead(stage: Stage, topic: string): Promise<void> {
  const committed = await stage.committed(stage.name('group'))
  const ended = new Set(stage.entries().flatMap(({ what, partition, offset }) => (what === 'end' ? [`${partition}/${offset}`] : [])))
  const dead = await deadLettered(stage, topic)
  for (const [place, position] of committed) {
    const partition = place.slice(topic.length + 1)
    for (let offset = 0; offset < position; offset++)
      must(
        ended.has(`${partition}/${offset}`) || dead.places.has(`${partition}/${offset}`),
        `${place} is committed up to ${position}, and ${offset} was neither handled nor dead-lettered`,
      )
  }
}

/** The records that have no end yet: neither handled nor, as poison is, dead-lettered. */
export async function withoutEnd(stage: Stage, topic: string, sent: readonly Sent[]): Promise<readonly string[]> {
  const { missing } = stage.coverage(topic, sent)
  if (missing.length === 0) return missing
  const { places } = await deadLettered(stage, topic)
  return missing.filter((place) => !places.has(place))
}

/** No record runs more often in one process than the policy says. */
function withinAttempts(stage: Stage, attempts: number): void {
  const more = stage.entries().filter(({ what, attempt }) => what === 'begin' && attempt > attempts)
  must(more.length === 0, `run too often: ${more.map(({ partition, offset, attempt }) => `${partition}/${offset} ${attempt}`).join(', ')}`)
}

/** Everything was handled or dead-lettered, poison only; repeats and steps back only where a mishap explains them. Answers the number of repeats. */
export async function judge(stage: Stage, topic: string, sent: readonly Sent[], mishaps: Mishaps, policy: ChaosPolicy): Promise<string> {
  const { repeated, outOfOrder } = stage.coverage(topic, sent)
  const missing = await withoutEnd(stage, topic, sent)
  must(missing.length === 0, `neither handled nor dead-lettered: ${missing.join(' ')}`)
  const { places, again } = await deadLettered(stage, topic)
  const wrong = [...places].filter((place) => !isPoison(Number(place.split('/')[1]), policy.poisonEvery))
  must(wrong.length === 0, `dead-lettered although they can be handled: ${wrong.join(' ')}`)
  withinAttempts(stage, policy.attempts)
  const excused = mishaps.kills + mishaps.freezes.length + mishaps.restarts > 0
  must(excused || again === 0, `dead-lettered twice without a mishap: ${again}`)
  must(excused || repeated.length === 0, `handled twice without a mishap: ${repeated.join(' ')}`)
  // a member goes back only in a partition that it lost and got again
  must(mishaps.freezes.length + mishaps.restarts > 0 || outOfOrder.length === 0, `out of order: ${outOfOrder.join(' ')}`)
  expectNothingElse(stage)
  return `${repeated.length} repeats, ${places.size} dead-lettered (${again} of them again)`
}
