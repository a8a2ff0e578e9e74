import type { TopicSource } from '@samsa/contracts'
import { checkConsumerClass, type CheckedConsumer } from '../check/check-consumer-class.js'
import { checkInjection } from '../check/check-injection.js'
import type { DeclaredRoute } from '../block/group-block.js'
import type { RouteBinding } from '../plan/route-binding.js'
import type { TopicRoutePlan } from '../plan/topic-route-plan.js'
import { topicMatcher } from '../topic-matcher.js'
import { checkDuplicates } from './check-duplicates.js'
import { checkPatternDeadLetters } from './check-pattern-dead-letters.js'
import { compileRecovery, type CompiledRecovery } from './compile-recovery.js'
import { compileRoutePlan, routeNames } from './compile-route-plan.js'
import type { DeadLetterTarget } from './dead-letter-targets.js'
import type { Draft } from './draft.js'
import { checkKnown, layerOf, type Layer } from './layer.js'
import type { MergedGroup } from './merge-blocks.js'
import { notInConsumerRoute, notInShareRoute } from '../route/other-kind.js'
import { readMiddleware, type NamedMiddleware } from './read-middleware.js'
import { readSources, type RouteSources } from './read-sources.js'

/** What the routes of a group share. */
export interface GroupScope {
  readonly group: MergedGroup
  /** `group(billing)`. */
  readonly planPath: string
  /** The worker's options, below the group's. */
  readonly worker: readonly Layer[]
  readonly middleware: readonly NamedMiddleware[]
  /** Share group: the limit that is declared; `null`: none. */
  readonly deliveryCountLimit: number | null
  /** Whether the container was told how to build a class. */
  readonly registered: (type: object) => boolean
  /** Whether `setup` can still tell the container how to build classes. */
  readonly hasSetup: boolean
}

/** A route with its binding (`null` where there is no class to bind) and its dead-letter topics. */
export interface CompiledRoute {
  readonly plan: TopicRoutePlan
  readonly binding: RouteBinding | null
  readonly targets: readonly DeadLetterTarget[]
}

/** Every route of a group. */
export function compileTopicRoutes(draft: Draft, scope: GroupScope): readonly CompiledRoute[] {
  const { group } = scope
  const routes = group.routes.map((declared) => ({
    declared,
    sources: readSources(draft, group.kind, group.path, declared.topic, declared.place),
  }))
  checkDuplicates(draft, group.path, routes)
  const compiled = routes.map(({ declared, sources }) => compileRoute(draft, scope, declared, sources))
  checkPatternDeadLetters(draft, compiled)
  return compiled
}

function compileRoute(draft: Draft, scope: GroupScope, declared: DeclaredRoute, sources: RouteSources): CompiledRoute {
  const { group } = scope
  const path = `${group.path}.topic(${sources.label})`
  const layer = layerOf(draft, 'route', path, declared.route ?? {}, declared.place)
  checkKnown(draft, layer, routeNames(group.kind), group.kind === 'consumer' ? notInConsumerRoute : notInShareRoute)
  const consumer = checkConsumerClass(draft, group.kind, `${path}.consumer`, layer.entries.get('consumer')?.value, declared.place)
  if (consumer !== null)
    checkInjection(
      draft,
      { path: `${path}.consumer`, place: declared.place, registered: scope.registered, deep: !scope.hasSetup },
      consumer.type,
    )
  const planPath = `${scope.planPath}.topic(${sources.id})`
  const middleware = readMiddleware(draft, `${path}.middleware`, listOf(layer))
  if (middleware.length > 0) draft.origin(`${planPath}.middleware`, 'route')
  const layers = [layer, group.options, ...scope.worker]
  const { deliveryCountLimit } = scope
  const recovery = compileRecovery(draft, { kind: group.kind, layers, sources, path, place: declared.place, deliveryCountLimit }, planPath)
  const id = `${group.id}/${sources.id}`
  const plan = compileRoutePlan(draft, {
    kind: group.kind,
    id,
    sources,
    layer,
    group: group.options,
    planPath,
    place: declared.place,
    consumer,
    recovery: recovery.plan,
    middleware: middleware.map(({ name }) => name),
  })
  const binding = consumer === null ? null : bind(id, sources, consumer, recovery, [...scope.middleware, ...middleware])
  return { plan, binding, targets: recovery.targets }
}

function bind(
  id: string,
  sources: RouteSources,
  consumer: CheckedConsumer,
  recovery: CompiledRecovery,
  middleware: readonly NamedMiddleware[],
): RouteBinding {
  const topics = new Map(sources.topics.map((topic) => [topic.name, topic]))
  const patterns = sources.patterns.map((source) => ({ source, matcher: topicMatcher(source.pattern.source) }))
  const source = (name: string): TopicSource | undefined => topics.get(name) ?? patterns.find(({ matcher }) => matcher.test(name))?.source
  return Object.freeze({
    id,
    consumer: consumer.type,
    topics,
    patterns: sources.patterns,
    source,
    hooks: consumer.hooks,
    middleware: middleware.map(({ step }) => step),
    backoff: recovery.backoff,
    matchers: recovery.matchers,
    deadLetter: recovery.deadLetter,
  })
}

function listOf(layer: Layer): readonly { readonly value: unknown; readonly place: string }[] {
  const entry = layer.entries.get('middleware')
  if (entry === undefined) return []
  return Array.isArray(entry.value) ? entry.value.map((value: unknown) => ({ value, place: entry.place })) : [entry]
}
