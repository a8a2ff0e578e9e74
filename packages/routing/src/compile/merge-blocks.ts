import { quoteGiven } from '@samsa/contracts'
import type { Declared, DeclaredRoute, GroupBlock } from '../block/group-block.js'
import type { Routes } from '../define-routes.js'
import type { Draft } from './draft.js'
import { isPlainObject, layerOf, type Layer } from './layer.js'

/** All blocks of one group, merged. */
export interface MergedGroup {
  readonly kind: 'consumer' | 'share'
  readonly id: string
  /** As a user would write it: `consumerGroup('billing')`. */
  readonly path: string
  readonly places: readonly string[]
  readonly options: Layer
  readonly settings: Layer
  /** The second argument of `group.settings`. */
  readonly settingsOptions: Layer
  readonly routes: readonly DeclaredRoute[]
  readonly middleware: readonly Declared<unknown>[]
}

/** Merges blocks of the same id and kind. Strays, ids of two kinds and options with two values are problems, with both places. */
export function mergeBlocks(draft: Draft, routes: Routes): readonly MergedGroup[] {
  for (const { given, place } of routes.strays) {
    draft.problem(
      'SAMSA_ROUTE_INVALID',
      'defineRoutes',
      `${given} is neither a block nor routes`,
      'give what consumerGroup(), shareGroup() or defineRoutes() returned',
      [place],
    )
  }
  const byId = new Map<string, GroupBlock[]>()
  for (const block of routes.blocks) {
    const same = byId.get(block.group)
    if (same === undefined) byId.set(block.group, [block])
    else same.push(block)
  }
  return [...byId.values()].flatMap((blocks) => splitKinds(draft, blocks).map((same) => mergeGroup(draft, same)))
}

function splitKinds(draft: Draft, blocks: readonly GroupBlock[]): readonly (readonly GroupBlock[])[] {
  const consumer = blocks.filter((block) => block.kind === 'consumer')
  const share = blocks.filter((block) => block.kind === 'share')
  const [first, other] = [consumer[0], share[0]]
  if (first === undefined || other === undefined) return [blocks]
  draft.problem(
    'SAMSA_GROUP_KIND',
    groupPath(first),
    'this id is used by a consumerGroup and by a shareGroup',
    'give one of them another id: a group id belongs to one kind of group',
    [first.place, other.place],
  )
  return [consumer, share]
}

function mergeGroup(draft: Draft, blocks: readonly GroupBlock[]): MergedGroup {
  const first = blocks[0] as GroupBlock
  const path = groupPath(first)
  for (const mistake of blocks.flatMap((block) => block.declarations.mistakes)) {
    draft.problem('SAMSA_ROUTE_INVALID', path, mistake.reason, mistake.cure, [mistake.place])
  }
  const settings = blocks.flatMap((block) => block.declarations.settings)
  return {
    kind: first.kind,
    id: first.group,
    path,
    places: blocks.map((block) => block.place),
    options: mergeLayers(
      draft,
      `${path}.options`,
      blocks.flatMap((block) => block.declarations.options),
    ),
    settings: mergeLayers(
      draft,
      `${path}.settings`,
      settings.map(({ settings: value, place }) => ({ value, place })),
    ),
    settingsOptions: mergeLayers(
      draft,
      `${path}.settings`,
      settings.map(({ options: value, place }) => ({ value, place })),
    ),
    routes: blocks.flatMap((block) => block.declarations.routes),
    middleware: blocks.flatMap((block) => block.declarations.middleware),
  }
}

/** One layer of several calls; the same option with two values is a conflict. `kafka` is merged property by property. */
function mergeLayers(draft: Draft, path: string, calls: readonly Declared<unknown>[]): Layer {
  const entries = new Map<string, { value: unknown; place: string }>()
  for (const { value: given, place } of calls) {
    for (const [name, entry] of layerOf(draft, 'group', path, given, place).entries) {
      const before = entries.get(name)
      if (before === undefined) entries.set(name, entry)
      else if (name === 'kafka') entries.set(name, { value: mergeKafka(draft, `${path}.kafka`, before, entry), place: before.place })
      else if (!sameValue(before.value, entry.value)) conflict(draft, `${path}.${name}`, before, entry)
    }
  }
  return { origin: 'group', path, entries }
}

interface Entry {
  readonly value: unknown
  readonly place: string
}

function mergeKafka(draft: Draft, path: string, before: Entry, after: Entry): Record<string, unknown> {
  const merged: Record<string, unknown> = isPlainObject(before.value) ? { ...before.value } : {}
  for (const [name, value] of Object.entries(isPlainObject(after.value) ? after.value : {})) {
    if (value === undefined) continue
    if (merged[name] !== undefined && merged[name] !== value)
      conflict(draft, `${path}['${name}']`, { value: merged[name], place: before.place }, { value, place: after.place })
    merged[name] = value
  }
  return merged
}

function conflict(draft: Draft, path: string, before: Entry, after: Entry): void {
  // values of Kafka settings can be secret: only others are quoted
  const values = path.includes('.kafka') ? 'two values' : `two values, ${quoteGiven(before.value)} and ${quoteGiven(after.value)}`
  draft.problem('SAMSA_ROUTE_INVALID', path, `this option has ${values}`, 'keep one of them', [before.place, after.place])
}

/** Deep; functions and classes are the same only where they are one. */
function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (one instanceof Date && other instanceof Date) return one.getTime() === other.getTime()
  if (Array.isArray(one) !== Array.isArray(other) || !isObject(one) || !isObject(other)) return false
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => sameValue(one[name], other[name]))
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
}

function groupPath(block: GroupBlock): string {
  return `${block.kind === 'consumer' ? 'consumerGroup' : 'shareGroup'}('${block.group}')`
}
