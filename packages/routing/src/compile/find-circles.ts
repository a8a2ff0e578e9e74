/**
 * Circles of two names or more in a graph, each once and as short as there is one: every edge that lies in a circle is in one of those that are found. Not every combination of
 * them, which may be more than anybody could read.
 */
export function findCircles(graph: ReadonlyMap<string, Pick<ReadonlySet<string>, 'keys'>>): readonly (readonly string[])[] {
  const circles: (readonly string[])[] = []
  const found = new Set<string>()
  for (const [from, targets] of graph) {
    for (const to of targets.keys()) {
      if (from === to || found.has(`${from} ${to}`)) continue
      const circle = shortestWay(graph, to, from)
      if (circle === null) continue
      circle.forEach((name, index) => found.add(`${circle.at(index - 1)} ${name}`))
      circles.push(circle)
    }
  }
  return circles
}

/** The names on the way, both ends included; `null`: there is none. */
function shortestWay(graph: Parameters<typeof findCircles>[0], from: string, to: string): readonly string[] | null {
  const ways: (readonly [string, ...string[]])[] = [[from]]
  const seen = new Set([from])
  // the list grows while it is walked: nearest first, and each way holds its last name first
  for (const way of ways) {
    if (way[0] === to) return way.toReversed()
    for (const next of graph.get(way[0])?.keys() ?? []) {
      if (seen.has(next)) continue
      seen.add(next)
      ways.push([next, ...way])
    }
  }
  return null
}
