import type { DeclaredRoute } from '../block/group-block.js'
import { topicMatcher } from '../topic-matcher.js'
import type { Draft } from './draft.js'
import type { RouteSources } from './read-sources.js'

interface Claim {
  readonly place: string
}

/** Reports topics that two routes of a group name, exactly or by a pattern: each record has one route. */
export function checkDuplicates(
  draft: Draft,
  groupPath: string,
  routes: readonly { readonly declared: DeclaredRoute; readonly sources: RouteSources }[],
): void {
  const claims = new Map<string, Claim>()
  for (const { declared, sources } of routes) {
    for (const name of [...sources.topics.map((topic) => `'${topic.name}'`), ...sources.patterns.map(({ pattern }) => `${pattern}`)]) {
      const before = claims.get(name)
      if (before === undefined) claims.set(name, { place: declared.place })
      else
        draft.problem(
          'SAMSA_ROUTE_INVALID',
          `${groupPath}.topic(${name})`,
          'this group consumes the topic twice',
          'keep one route, or use another group',
          [before.place, declared.place],
        )
    }
  }
  for (const one of routes) for (const other of routes) if (one !== other) checkOverlap(draft, groupPath, one, other)
}

function checkOverlap(
  draft: Draft,
  groupPath: string,
  exact: { readonly declared: DeclaredRoute; readonly sources: RouteSources },
  wide: { readonly declared: DeclaredRoute; readonly sources: RouteSources },
): void {
  for (const { pattern } of wide.sources.patterns) {
    const matcher = topicMatcher(pattern.source)
    for (const { name } of exact.sources.topics) {
      if (!matcher.test(name)) continue
      draft.problem(
        'SAMSA_ROUTE_INVALID',
        `${groupPath}.topic('${name}')`,
        `the pattern ${pattern} of this group matches it as well`,
        'narrow the pattern, or use another group',
        [exact.declared.place, wide.declared.place],
      )
    }
  }
}
