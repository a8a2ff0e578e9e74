import type { Origin } from './plan/origin.js'
import type { RoutingPlan } from './plan/routing-plan.js'

/** One value of a plan and where it was given: a row of `worker check --show`. */
export interface ValueRow {
  /** `worker.drainMs`, `group(billing).topic(orders).timeoutMs`. */
  readonly path: string
  /** As JSON; secrets are replaced. */
  readonly value: string
  readonly origin: Origin
}

/** Every value of a plan with its origin, worker first, then clusters, groups and routes. */
export function describeValues(plan: RoutingPlan): readonly ValueRow[] {
  const rows: ValueRow[] = []
  addRows(plan, rows, 'worker', plan.worker)
  for (const [name, cluster] of Object.entries(plan.clusters)) addRows(plan, rows, `cluster(${name})`, cluster)
  for (const { topics, kind: _kind, id, places: _places, ...group } of plan.groups) {
    addRows(plan, rows, `group(${id})`, group)
    for (const {
      id: routeId,
      place: _place,
      topics: _topics,
      patterns: _patterns,
      consumer: _consumer,
      shape: _shape,
      ...route
    } of topics) {
      addRows(plan, rows, `group(${id}).topic(${routeId.slice(id.length + 1)})`, route)
    }
  }
  return rows
}

function addRows(plan: RoutingPlan, rows: ValueRow[], path: string, value: unknown): void {
  const known = plan.origins[path]
  if (known === undefined && typeof value === 'object' && value !== null && !Array.isArray(value)) {
    for (const [name, part] of Object.entries(value)) addRows(plan, rows, `${path}.${name}`, part)
  } else rows.push({ path, value: JSON.stringify(value), origin: known ?? inherited(plan, path) })
}

/** Properties of a group that came from its cluster have the origin they have there. */
function inherited(plan: RoutingPlan, path: string): Origin {
  const [, group, property] = /^group\((.+?)\)\.kafka\.(.+)$/u.exec(path) ?? []
  const cluster = plan.groups.find(({ id }) => id === group)?.cluster
  return plan.origins[`cluster(${cluster}).kafka.${property}`] ?? 'default'
}
