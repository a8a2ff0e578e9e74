import { isTopic, quoteGiven, topicNameProblem } from '@samsa/contracts'
import type { Draft } from './draft.js'
import { checkKnown, layerOf, type Layer } from './layer.js'

/** Stands in a layer for the topic that `true` means. */
export const standardTopic: unique symbol = Symbol('dlq.<topic>')

/** What one layer says about dead letters. `isShort`: without an object, so that the option's path is the topic's. */
export type DeadLetterLayer = (Layer & { readonly isShort: boolean }) | 'off'

const bothKinds = ['topic', 'transform', 'headers', 'create']
const shareOnly = {
  afterDeliveries: 'a consumerGroup counts no deliveries: use retry: { attempts }',
  broker: 'the broker writes dead letters of a shareGroup only: use deadLetter: { topic }',
} as const

/** The `deadLetter` options of all layers as one kind of thing, the most specific first: `true`, a topic and its name are short for `{ topic }`. */
export function deadLetterLayers(draft: Draft, kind: 'consumer' | 'share', layers: readonly Layer[]): readonly DeadLetterLayer[] {
  return layers.flatMap((layer): readonly DeadLetterLayer[] => {
    const entry = layer.entries.get('deadLetter')
    if (entry === undefined) return []
    if (entry.value === false) return ['off']
    const own = layerOfOption(draft, `${layer.path}.deadLetter`, layer, entry)
    checkKnown(draft, own, kind === 'share' ? [...bothKinds, ...Object.keys(shareOnly)] : bothKinds, shareOnly)
    return [own]
  })
}

function layerOfOption(
  draft: Draft,
  path: string,
  { origin }: Layer,
  { value, place }: { value: unknown; place: string },
): Exclude<DeadLetterLayer, 'off'> {
  const short = (topic?: unknown): Exclude<DeadLetterLayer, 'off'> => ({
    origin,
    path,
    entries: new Map(topic === undefined ? [] : [['topic', { value: topic, place }]]),
    isShort: true,
  })
  if (value === true) return short(standardTopic)
  if (typeof value === 'string' || isTopic(value)) {
    const problem = topicNameProblem(isTopic(value) ? value.name : value)
    if (problem === null) return short(value)
    draft.problem('SAMSA_OPTION_INVALID', path, problem, 'name a topic of Kafka', [place])
    return short()
  }
  if (typeof value === 'object' && value !== null && !Array.isArray(value))
    return { ...layerOf(draft, origin, path, value, place), isShort: false }
  draft.problem(
    'SAMSA_OPTION_INVALID',
    path,
    `${quoteGiven(value)} is nowhere to go`,
    "write true, a topic, 'dlq.orders', { … } or false",
    [place],
  )
  return short()
}
