import type { Sent } from '../src/feed.js'
import { expectNothingElse, must, type Stage } from '../src/scenario.js'
import type { Mishaps } from './disaster.js'

/** No position is ahead of what was handled: asked first, so that whatever is handled meanwhile cannot hide it. */
export async function neverAhead(stage: Stage, topic: string): Promise<void> {
  const committed = await stage.committed(stage.name('group'))
  const ended = new Set(stage.entries().flatMap(({ what, partition, offset }) => (what === 'end' ? [`${partition}/${offset}`] : [])))
  for (const [place, position] of committed) {
    const partition = place.slice(topic.length + 1)
    for (let offset = 0; offset < position; offset++)
      must(ended.has(`${partition}/${offset}`), `${place} is committed up to ${position}, and ${offset} was not handled`)
  }
}

/** Everything was handled; repeats and steps back only where a mishap explains them. Answers the number of repeats. */
export function judge(stage: Stage, topic: string, sent: readonly Sent[], mishaps: Mishaps): number {
  const { missing, repeated, outOfOrder } = stage.coverage(topic, sent)
  must(missing.length === 0, `not handled: ${missing.join(' ')}`)
  const excused = mishaps.kills + mishaps.freezes + mishaps.restarts > 0
  must(excused || repeated.length === 0, `handled twice without a mishap: ${repeated.join(' ')}`)
  // a member goes back only in a partition that it lost and got again
  must(mishaps.freezes + mishaps.restarts > 0 || outOfOrder.length === 0, `out of order: ${outOfOrder.join(' ')}`)
  expectNothingElse(stage)
  return repeated.length
}
