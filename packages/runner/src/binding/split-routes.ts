import type { ShareGroupPlan } from '@samsa/routing'

/** A share group as one plan for each of its routes. Pure. */
export function splitRoutes(group: ShareGroupPlan): readonly ShareGroupPlan[] {
  return group.topics.map((route) => ({ ...group, topics: [route] }))
}
