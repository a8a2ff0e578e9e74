import type { DeadLetterTarget } from './dead-letter-targets.js'
import type { Draft } from './draft.js'
import { drawDeadLetters, isFixed, type DeadLetterGraph, type DrawnGroup } from './draw-dead-letters.js'
import { findCircles } from './find-circles.js'

interface Step {
  readonly from: string
  readonly targets: readonly DeadLetterTarget[]
}

/**
 * Reports dead letters that come back over several routes: `orders → dlq.orders → orders`. In one cluster, because dead letters stay in that of their group. What a function names,
 * and what was set on a broker by hand, is not known here.
 */
export function checkDeadLetterCircles(draft: Draft, groups: readonly DrawnGroup[]): void {
  for (const cluster of new Set(groups.map(({ plan }) => plan.cluster))) {
    const inCluster = groups.filter(({ plan }) => plan.cluster === cluster)
    const declared = inCluster.flatMap(({ routes }) => routes.flatMap(({ targets }) => targets))
    const graph = drawDeadLetters(inCluster)
    for (const circle of findCircles(graph)) refuseCircle(draft, stepsOf(graph, circle, declared))
  }
}

/** The circle, turned so that the topic that was declared last leads back to its beginning. There is one: `dlq.<topic>` alone never comes back. */
function stepsOf(graph: DeadLetterGraph, circle: readonly string[], declared: readonly DeadLetterTarget[]): readonly Step[] {
  const steps = circle.map((from, index) => ({ from, targets: graph.get(from)?.get(circle[(index + 1) % circle.length] ?? '') ?? [] }))
  const lastOf = ({ targets }: Step): number => Math.max(-1, ...targets.filter(isFixed).map((target) => declared.indexOf(target)))
  const closing = steps.reduce((best, step, index) => (lastOf(step) > lastOf(steps[best] ?? step) ? index : best), 0)
  return [...steps.slice(closing + 1), ...steps.slice(0, closing + 1)]
}

function refuseCircle(draft: Draft, steps: readonly Step[]): void {
  const way = [...steps, ...steps.slice(0, 1)].map(({ from }) => from).join(' → ')
  const others = steps.slice(0, -1).flatMap(({ targets }) => targets[0]?.places ?? [])
  for (const { path, places } of steps.at(-1)?.targets.filter(isFixed) ?? [])
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      path,
      `dead letters go round in a circle, ${way}: a record that cannot be handled would run for ever`,
      'name a topic that does not lead back, or write deadLetter: false and whenExhausted in one of these routes',
      [...places, ...others],
    )
}
