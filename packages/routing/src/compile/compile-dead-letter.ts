import { isTopic, quoteGiven, topicNameProblem, type DeadLetterPlan, type DeadLetterPolicy } from '@samsa/contracts'
import { checkKnown, layerOf, type Found } from './layer.js'
import { OptionReader } from './option-reader.js'

/** Where dead letters go, the application's hooks, and whether they were switched off. */
export interface CompiledDeadLetter {
  readonly plan: DeadLetterPlan | null
  readonly hooks: Pick<DeadLetterPolicy, 'topic' | 'transform' | 'headers'> | null
  readonly off: boolean
}

const none: CompiledDeadLetter = { plan: null, hooks: null, off: false }
const plain: DeadLetterPlan = { topic: 'dlq.<topic>', create: true, transform: false, headers: false, afterDeliveries: null, broker: null }

/** The `deadLetter` option in all its forms. */
export function compileDeadLetter(reader: OptionReader, kind: 'consumer' | 'share'): CompiledDeadLetter {
  return reader.read<CompiledDeadLetter>('deadLetter', 'deadLetter', none, (found) => {
    const { value } = found
    if (value === false) return { ...none, off: true }
    if (value === true) return { ...none, plan: plain }
    if (typeof value === 'string' || isTopic(value)) return { ...none, plan: { ...plain, topic: topicName(reader, found, value) } }
    if (typeof value === 'object' && value !== null) return compilePolicy(reader, kind, found)
    return reader.refuse(found, `${quoteGiven(value)} is nowhere to go`, "write true, a topic, 'dlq.orders', { … } or false")
  })
}

function compilePolicy(outer: OptionReader, kind: 'consumer' | 'share', found: Found): CompiledDeadLetter {
  const layer = layerOf(outer.draft, found.origin, found.path, found.value, found.place)
  const known = ['topic', 'transform', 'headers', 'create']
  checkKnown(outer.draft, layer, kind === 'share' ? [...known, 'afterDeliveries', 'broker'] : known, {
    afterDeliveries: 'a consumerGroup counts no deliveries: use retry: { attempts }',
    broker: 'the broker writes dead letters of a shareGroup only: use deadLetter: { topic }',
  })
  const reader = new OptionReader(outer.draft, [layer], `${outer.planPath}.deadLetter`)
  const policy = found.value as DeadLetterPolicy
  const plan: DeadLetterPlan = {
    topic: reader.read<string | null>('topic', 'topic', plain.topic, (one) =>
      typeof one.value === 'function' ? null : topicName(reader, one, one.value),
    ),
    create: reader.read('create', 'create', true, (one) =>
      typeof one.value === 'boolean'
        ? one.value
        : reader.refuse(one, `${quoteGiven(one.value)} is neither true nor false`, 'write true or false'),
    ),
    transform: hasHook(reader, 'transform'),
    headers: hasHook(reader, 'headers'),
    afterDeliveries: kind === 'share' ? reader.integer('afterDeliveries', null, { min: 1 }) : null,
    broker:
      kind === 'share'
        ? reader.read<string | null>('broker', 'broker', null, (one) => topicName(reader, one, one.value) ?? undefined)
        : null,
  }
  return { plan, hooks: { topic: policy.topic, transform: policy.transform, headers: policy.headers }, off: false }
}

function hasHook(reader: OptionReader, name: string): boolean {
  return reader.read(name, name, false, (found) =>
    typeof found.value === 'function'
      ? true
      : reader.refuse(found, `${quoteGiven(found.value)} is no function`, 'write (record, error) => …'),
  )
}

function topicName(reader: OptionReader, found: Found, given: unknown): string | null {
  const name = isTopic(given) ? given.name : given
  const problem = topicNameProblem(name)
  if (problem === null) return name as string
  reader.refuse(found, problem, 'name a topic of Kafka')
  return null
}
