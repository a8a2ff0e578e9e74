import { describe, expect, it } from '@jest/globals'
import { findCircles } from './find-circles.js'

const circlesOf = (...edges: readonly `${string}>${string}`[]) => {
  const graph = new Map<string, Set<string>>()
  for (const edge of edges) {
    const [from = '', to = ''] = edge.split('>')
    graph.set(from, (graph.get(from) ?? new Set()).add(to))
  }
  return findCircles(graph).map((circle) => circle.join(''))
}

describe('circles of a graph', () => {
  it('are none in a tree, nor of one name', () => {
    expect(circlesOf('a>b', 'a>c', 'c>b', 'b>d', 'b>b')).toEqual([])
  })

  it('are found once each, wherever they begin', () => {
    expect(circlesOf('a>b', 'b>a')).toEqual(['ba'])
    expect(circlesOf('x>a', 'a>b', 'b>c', 'c>a', 'c>y')).toEqual(['bca'])
    expect(circlesOf('a>b', 'b>a', 'c>d', 'd>c')).toEqual(['ba', 'dc'])
    expect(circlesOf('a>b', 'b>a', 'b>c', 'c>b')).toEqual(['ba', 'cb'])
  })

  it('are as short as there is one for each edge', () => {
    expect(circlesOf('a>b', 'b>c', 'c>a', 'b>a')).toEqual(['ba', 'cab'])
  })

  it('are no more than edges, where combinations of them are countless', () => {
    const names = Array.from({ length: 20 }, (_, index) => String.fromCodePoint(97 + index))
    const edges = names.flatMap((from) => names.filter((to) => to !== from).map((to) => `${from}>${to}` as const))
    expect(circlesOf(...edges)).toHaveLength(190)
  })
})
