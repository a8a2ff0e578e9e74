import { parseAgo, quoteGiven, type InitialOffset, type RecoveryPlan } from '@samsa/contracts'
import type { CheckedConsumer } from '../check/check-consumer-class.js'
import type { BatchPlan, TopicRoutePlan } from '../plan/topic-route-plan.js'
import { recoveryNames } from './compile-recovery.js'
import type { Draft } from './draft.js'
import { checkKnown, findOption, nestedLayers, type Found, type Layer } from './layer.js'
import { OptionReader } from './option-reader.js'
import type { RouteSources } from './read-sources.js'

const bothKinds = ['consumer', 'concurrency', 'timeout', 'stuckAfter', 'batch', 'middleware', 'rateLimit', 'expire', ...recoveryNames]

/** Options of `group.topic` that exist in a kind of group. */
export const routeNames = (kind: 'consumer' | 'share'): readonly string[] =>
  kind === 'share' ? bothKinds : [...bothKinds, 'ordering', 'delivery', 'initialOffset', 'delay']

/** What a route's plan is made from. */
export interface RouteParts {
  readonly kind: 'consumer' | 'share'
  readonly id: string
  readonly sources: RouteSources
  readonly layer: Layer
  readonly group: Layer
  readonly planPath: string
  readonly place: string
  readonly consumer: CheckedConsumer | null
  readonly recovery: RecoveryPlan
  readonly middleware: readonly string[]
}

/** The data of a route, defaults filled in. */
export function compileRoutePlan(draft: Draft, parts: RouteParts): TopicRoutePlan {
  const reader = new OptionReader(draft, [parts.layer], parts.planPath)
  const timeoutMs = reader.duration('timeout', null, { min: 1 })
  const base = {
    id: parts.id,
    topics: parts.sources.topics.map(({ name }) => name),
    consumer: parts.consumer?.type.name ?? '',
    shape: parts.consumer?.shape ?? 'record',
    timeoutMs,
    stuckAfterMs: reader.duration('stuckAfter', timeoutMs === null ? draft.defaults.stuckAfterMs : timeoutMs * 10, { min: 1 }),
    batch: compileBatch(draft, parts),
    recovery: parts.recovery,
    middleware: parts.middleware,
    rateLimit: compileRateLimit(draft, parts),
    expireMs: reader.duration('expire', null, { min: 1 }),
    place: parts.place,
  } as const
  if (parts.kind === 'share') {
    return {
      ...base,
      patterns: [],
      ordering: 'none',
      delivery: 'at-least-once',
      concurrency: reader.integer('concurrency', draft.defaults.shareConcurrency, { min: 1 }),
      initialOffset: null,
      delayMs: null,
    }
  }
  const offsets = new OptionReader(draft, [parts.layer, parts.group], parts.planPath)
  return {
    ...base,
    patterns: parts.sources.patterns.map(({ pattern }) => pattern.source),
    ordering: reader.choice('ordering', ['partition', 'key', 'none'], 'partition'),
    delivery: reader.choice('delivery', ['at-least-once', 'exactly-once'], 'at-least-once'),
    concurrency: reader.integer('concurrency', null, { min: 1 }),
    initialOffset: offsets.read<InitialOffset>('initialOffset', 'initialOffset', { from: 'earliest' }, (found) =>
      readInitialOffset(offsets, found),
    ),
    delayMs: reader.duration('delay', null, { min: 1 }),
  }
}

function compileBatch(draft: Draft, parts: RouteParts): BatchPlan | null {
  const layers = nestedLayers(draft, [parts.layer], 'batch')
  for (const layer of layers) checkKnown(draft, layer, ['maxRecords', 'maxWait', 'maxBytes'])
  if (parts.consumer?.shape !== 'batch') {
    const found = findOption([parts.layer], 'batch')
    if (found !== null && parts.consumer !== null)
      draft.problem(
        'SAMSA_OPTION_INVALID',
        found.path,
        `batch: {…} is for classes with consumeBatch(), and ${parts.consumer.type.name} has consume()`,
        'leave it out, or write consumeBatch(batch, context)',
        [found.place],
      )
    return null
  }
  const reader = new OptionReader(draft, layers, `${parts.planPath}.batch`)
  return {
    maxRecords: reader.integer('maxRecords', draft.defaults.batchMaxRecords, { min: 1 }),
    maxWaitMs: reader.duration('maxWait', draft.defaults.batchMaxWaitMs),
    maxBytes: reader.size('maxBytes', null, { min: 1 }, 'maxBytes'),
  }
}

function compileRateLimit(draft: Draft, parts: RouteParts): TopicRoutePlan['rateLimit'] {
  const layers = nestedLayers(draft, [parts.layer], 'rateLimit')
  for (const layer of layers) checkKnown(draft, layer, ['records', 'per'])
  if (layers.length === 0) return null
  const reader = new OptionReader(draft, layers, `${parts.planPath}.rateLimit`)
  return { records: reader.integer('records', 1, { min: 1 }), perMs: reader.duration('per', 1_000, { min: 1 }) }
}

function readInitialOffset(reader: OptionReader, found: Found): InitialOffset | undefined {
  const { value } = found
  if (value === 'earliest' || value === 'latest') return { from: value }
  if (value instanceof Date && !Number.isNaN(value.getTime())) return { from: 'timestamp', timestampMs: value.getTime() }
  const ago = parseAgo(value)
  if (ago.ok) return { from: 'ago', ageMs: ago.value }
  return reader.refuse(found, `${quoteGiven(value)} is nowhere to begin`, "write 'earliest', 'latest', a Date or a time ago such as '-6h'")
}
