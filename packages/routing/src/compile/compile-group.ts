import { redactSettings } from '@samsa/contracts'
import type { ConsumerGroupPlan, GroupPlan, ShareGroupPlan } from '../plan/group-plan.js'
import type { RouteBinding } from '../plan/route-binding.js'
import type { ConsumerTopicRoutePlan, ShareTopicRoutePlan } from '../plan/topic-route-plan.js'
import { notInConsumerOptions, notInShareKafka, notInShareOptions } from '../route/other-kind.js'
import { checkBrokerDeadLetters } from '../check/check-broker-dead-letters.js'
import { checkGroupId } from '../check/check-group-id.js'
import { compileKafka } from './compile-kafka.js'
import { recoveryNames } from './compile-recovery.js'
import { compileSettings } from './compile-settings.js'
import { compileTopicRoutes, type CompiledRoute } from './compile-topic-routes.js'
import type { Draft } from './draft.js'
import { checkKnown, nestedLayers, type Layer } from './layer.js'
import type { MergedGroup } from './merge-blocks.js'
import { OptionReader } from './option-reader.js'
import { readMiddleware } from './read-middleware.js'

/** A group with its bindings, and its Kafka settings with their secrets. */
export interface CompiledGroup {
  readonly plan: GroupPlan
  readonly bindings: readonly RouteBinding[]
  readonly routes: readonly CompiledRoute[]
  readonly kafka: Readonly<Record<string, string>>
}

const bothKinds = ['kafka', 'cluster', 'drain', ...recoveryNames]
const consumerOnly = ['protocol', 'assignor', 'instanceId', 'initialOffset', 'isolation', 'commit', 'commitInterval', 'buffer']

/** What a group takes over from its worker. */
export interface WorkerScope {
  readonly layer: Layer
  readonly drainMs: number
  /** Properties of librdkafka by cluster. */
  readonly clusters: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Whether the container was told how to build a class. */
  readonly registered: (type: object) => boolean
  /** Whether `setup` can still tell the container how to build classes. */
  readonly hasSetup: boolean
}

/** Everything of one group. */
export function compileGroup(draft: Draft, group: MergedGroup, worker: WorkerScope): CompiledGroup {
  const consumer = group.kind === 'consumer'
  checkGroupId(draft, group)
  checkKnown(
    draft,
    group.options,
    [...bothKinds, ...(consumer ? consumerOnly : ['members'])],
    consumer ? notInConsumerOptions : notInShareOptions,
  )
  const planPath = `group(${group.id})`
  const reader = new OptionReader(draft, [group.options], planPath)
  const cluster = reader.text('cluster', 'default')
  const kafka = groupKafka(draft, group, worker.clusters.get(cluster))
  const middleware = readMiddleware(draft, `${group.path}.use`, group.middleware)
  if (middleware.length > 0) draft.origin(`${planPath}.middleware`, 'group')
  const settings = consumer ? null : compileSettings(draft, group)
  const routes = compileTopicRoutes(draft, {
    group,
    planPath,
    worker: [worker.layer],
    middleware,
    deliveryCountLimit: settings?.deliveryCountLimit ?? null,
    registered: worker.registered,
    hasSetup: worker.hasSetup,
  })
  const base: Base = {
    id: group.id,
    cluster,
    kafka: redactSettings(kafka),
    drainMs: reader.duration('drain', worker.drainMs),
    middleware: middleware.map(({ name }) => name),
    places: group.places,
  }
  if (!group.options.entries.has('drain')) draft.origin(`${planPath}.drainMs`, draft.origins['worker.drainMs'] ?? 'default')
  const topics = routes.map((route) => route.plan)
  checkBrokerDeadLetters(draft, group.path, topics)
  const plan = consumer
    ? consumerPlan(draft, group, base, topics as readonly ConsumerTopicRoutePlan[], kafka)
    : sharePlan(draft, group, base, settings, topics as readonly ShareTopicRoutePlan[])
  return { plan, bindings: routes.flatMap((route) => (route.binding === null ? [] : [route.binding])), routes, kafka }
}

function groupKafka(
  draft: Draft,
  group: MergedGroup,
  cluster: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const refused: Readonly<Record<string, string>> = group.kind === 'share' ? notInShareKafka : {}
  // what a worker says for its consumer groups is no mistake, and nothing that a share consumer takes
  const kafka = Object.fromEntries(Object.entries(cluster ?? {}).filter(([name]) => !Object.hasOwn(refused, name)))
  for (const layer of nestedLayers(draft, [group.options], 'kafka')) {
    for (const [name, value] of Object.entries(compileKafka(draft, layer, refused))) {
      kafka[name] = value
      draft.origin(`group(${group.id}).kafka.${name}`, 'group')
    }
  }
  return Object.freeze(kafka)
}

type Base = Omit<ConsumerGroupPlan, 'kind' | 'options' | 'topics'>

function consumerPlan(
  draft: Draft,
  group: MergedGroup,
  base: Base,
  topics: readonly ConsumerTopicRoutePlan[],
  kafka: Readonly<Record<string, string>>,
): ConsumerGroupPlan {
  const reader = new OptionReader(draft, [group.options], `group(${group.id}).options`)
  const protocol = reader.choice('protocol', ['auto', 'consumer', 'classic'], 'auto')
  if (protocol === 'consumer') checkClassicSettings(draft, group, kafka)
  const options = {
    protocol,
    assignor: reader.text('assignor', null),
    instanceId: reader.text('instanceId', null),
    isolation: reader.choice('isolation', ['read_committed', 'read_uncommitted'], 'read_committed'),
    commit: reader.choice('commit', ['periodic', 'each'], 'periodic'),
    commitIntervalMs: reader.duration('commitInterval', draft.defaults.commitIntervalMs, { min: 1 }),
    bufferBytes: reader.size('buffer', draft.defaults.bufferBytes, { min: 65_536 }),
  }
  return { kind: 'consumer', ...base, options, topics }
}

function sharePlan(
  draft: Draft,
  group: MergedGroup,
  base: Base,
  settings: ShareGroupPlan['settings'],
  topics: readonly ShareTopicRoutePlan[],
): ShareGroupPlan {
  const reader = new OptionReader(draft, [group.options], `group(${group.id}).options`)
  return {
    kind: 'share',
    ...base,
    options: { members: reader.integer('members', null, { min: 1 }) },
    settings,
    topics,
  }
}

function checkClassicSettings(draft: Draft, group: MergedGroup, kafka: Readonly<Record<string, string>>): void {
  for (const name of ['session.timeout.ms', 'heartbeat.interval.ms', 'partition.assignment.strategy']) {
    if (kafka[name] === undefined) continue
    const place = group.options.entries.get('kafka')?.place ?? group.places[0]
    draft.problem(
      'SAMSA_KAFKA_SETTING',
      `${group.path}.options.kafka['${name}']`,
      "with protocol: 'consumer' the broker decides this",
      "leave it out, or use protocol: 'auto' or 'classic'",
      place === undefined ? [] : [place],
    )
  }
}
