import { defaultDeadLetter, isTopic, quoteGiven, topicNameProblem, type DeadLetterPlan, type DeadLetterPolicy } from '@samsa/contracts'
import { deadLetterLayers, standardTopic, type DeadLetterLayer } from './dead-letter-layers.js'
import type { Draft } from './draft.js'
import { findOption, type Found, type Layer } from './layer.js'
import { OptionReader } from './option-reader.js'

/** Where dead letters go, and the application's hooks. */
export interface CompiledDeadLetter {
  /** `null`: they are off. */
  readonly plan: DeadLetterPlan | null
  readonly hooks: Pick<DeadLetterPolicy, 'topic' | 'transform' | 'headers'> | null
  /** Where the topic was named; `null`: nobody did. */
  readonly named: Pick<Found, 'path' | 'place'> | null
}

/** The dead letters of a route: what its own options, its group's and the worker's say, merged field by field. Nothing outside of a `false` counts. */
export function compileDeadLetter(
  draft: Draft,
  kind: 'consumer' | 'share',
  layers: readonly Layer[],
  planPath: string,
): CompiledDeadLetter {
  const all = deadLetterLayers(draft, kind, layers)
  const end = all.indexOf('off')
  if (end === 0) {
    draft.origin(planPath, findOption(layers, 'deadLetter')?.origin ?? 'default')
    return { plan: null, hooks: null, named: null }
  }
  const own = (end < 0 ? all : all.slice(0, end)) as readonly Exclude<DeadLetterLayer, 'off'>[]
  const deciding = own.findIndex(({ entries }) => entries.has('topic') || entries.has('broker'))
  const reader = new OptionReader(draft, own, planPath)
  if (deciding >= 0 && own[deciding]?.entries.has('broker') === true) return byBroker(reader, own.slice(0, deciding + 1))
  return { ...byApplication(reader, kind), named: namedAt(own) }
}

function namedAt(layers: readonly Exclude<DeadLetterLayer, 'off'>[]): CompiledDeadLetter['named'] {
  const naming = layers.find(({ entries }) => entries.has('topic'))
  const found = findOption(layers, 'topic')
  return naming === undefined || found === null ? null : { path: naming.isShort ? naming.path : found.path, place: found.place }
}

function byApplication(reader: OptionReader, kind: 'consumer' | 'share'): Omit<CompiledDeadLetter, 'named'> {
  const topic = reader.read<DeadLetterPolicy['topic'] | null>('topic', 'topic', null, (found) => readTopic(reader, found))
  const transform = readHook(reader, 'transform')
  const headers = readHook(reader, 'headers')
  const plan: DeadLetterPlan = {
    topic: typeof topic === 'function' ? null : ((topic as string | null) ?? defaultDeadLetter.topic),
    create: reader.read('create', 'create', defaultDeadLetter.create, (found) =>
      typeof found.value === 'boolean'
        ? found.value
        : reader.refuse(found, `${quoteGiven(found.value)} is neither true nor false`, 'write true or false'),
    ),
    transform: transform !== undefined,
    headers: headers !== undefined,
    afterDeliveries: kind === 'share' ? reader.integer('afterDeliveries', null, { min: 1 }) : null,
    broker: null,
  }
  const hasHooks = typeof topic === 'function' || plan.transform || plan.headers
  const hooks = { topic: typeof topic === 'function' ? topic : undefined, transform, headers } as CompiledDeadLetter['hooks']
  return { plan, hooks: hasHooks ? hooks : null }
}

const keepsLittle = 'the broker writes these dead letters itself, with key and value only'

function byBroker(reader: OptionReader, before: readonly Layer[]): CompiledDeadLetter {
  for (const name of ['topic', 'transform', 'headers', 'create']) {
    const found = findOption(before, name)
    if (found !== null) reader.refuse(found, keepsLittle, 'leave it out, or let Samsa write them: deadLetter: { topic }')
  }
  const plan: DeadLetterPlan = {
    ...defaultDeadLetter,
    topic: null,
    afterDeliveries: reader.integer('afterDeliveries', null, { min: 1 }),
    broker: reader.read<string | null>('broker', 'broker', null, (found) => readName(reader, found)),
  }
  return { plan, hooks: null, named: null }
}

function readTopic(reader: OptionReader, found: Found): DeadLetterPolicy['topic'] {
  if (typeof found.value === 'function') return found.value as DeadLetterPolicy['topic']
  return found.value === standardTopic ? (defaultDeadLetter.topic ?? undefined) : readName(reader, found)
}

function readName(reader: OptionReader, found: Found): string | undefined {
  const name = isTopic(found.value) ? found.value.name : found.value
  const problem = topicNameProblem(name)
  return problem === null ? (name as string) : reader.refuse(found, problem, 'name a topic of Kafka')
}

function readHook(reader: OptionReader, name: 'transform' | 'headers'): unknown {
  return reader.read<unknown>(name, name, undefined, (found) =>
    typeof found.value === 'function'
      ? found.value
      : reader.refuse(found, `${quoteGiven(found.value)} is no function`, 'write (record, error) => …'),
  )
}
