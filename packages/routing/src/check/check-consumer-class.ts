import { quoteGiven } from '@samsa/contracts'
import type { Draft } from '../compile/draft.js'
import type { Class } from '../fits/consumer-class.js'
import type { HookName } from '../fits/hooks.js'

/** A class that can be routed. */
export interface CheckedConsumer {
  readonly type: Class<object>
  readonly shape: 'record' | 'batch'
  readonly hooks: readonly HookName[]
}

const hooksOf = {
  consumer: ['onAssigned', 'onRevoked', 'onIdle', 'onShutdown'],
  share: ['onLockLost', 'onShutdown'],
} as const

/** What the compiler says at the route, said again for JavaScript; and what no compiler can say: hooks that do not exist. `null`: there is no class to bind. */
export function checkConsumerClass(
  draft: Draft,
  kind: 'consumer' | 'share',
  path: string,
  given: unknown,
  place: string,
): CheckedConsumer | null {
  const refuse = (reason: string, cure: string): null => {
    draft.problem('SAMSA_CONSUMER_INVALID', path, reason, cure, [place])
    return null
  }
  if (given === undefined) return refuse('this route has no consumer', 'write consumer: TheClass')
  if (hasMethod(given))
    return refuse('consumer takes the class itself, not an instance', 'Samsa makes the instances: write consumer: TheClass')
  if (!isClass(given))
    return refuse(
      `${quoteGiven(given)} is no class`,
      'consumer takes a class with consume(record, context) or consumeBatch(batch, context)',
    )
  const methods = methodNames(given)
  const record = methods.has('consume')
  const batch = methods.has('consumeBatch')
  if (record && batch) return refuse(`${given.name} has both consume() and consumeBatch()`, 'keep one of them')
  const hooks = checkHooks(draft, kind, path, given, methods, place)
  if (record || batch) return { type: given, shape: record ? 'record' : 'batch', hooks }
  const field = consumerField(given)
  if (field !== null) return { type: given, shape: field, hooks }
  return refuse(`${given.name} has no consume(record, context) and no consumeBatch(batch, context)`, 'add one of them')
}

function checkHooks(
  draft: Draft,
  kind: 'consumer' | 'share',
  path: string,
  type: Class<object>,
  methods: ReadonlySet<string>,
  place: string,
): readonly HookName[] {
  const own: readonly string[] = hooksOf[kind]
  const other: readonly string[] = hooksOf[kind === 'consumer' ? 'share' : 'consumer']
  const here = kind === 'consumer' ? 'consumerGroup' : 'shareGroup'
  const there = kind === 'consumer' ? 'shareGroup' : 'consumerGroup'
  for (const name of methods) {
    if (!/^on[A-Z]/u.test(name) || own.includes(name)) continue
    if (other.includes(name))
      draft.problem(
        'SAMSA_CONSUMER_INVALID',
        path,
        `${type.name}.${name}() is a hook of a ${there}`,
        `a ${here} calls ${own.join(', ')}: remove it, or route the class in a ${there}`,
        [place],
      )
    else
      draft.problem(
        'SAMSA_CONSUMER_INVALID',
        path,
        `${type.name}.${name}() looks like a hook and is none`,
        `a ${here} calls ${own.join(', ')}: rename it`,
        [place],
      )
  }
  return [...methods].filter((name): name is HookName => own.includes(name))
}

/** Names of all methods, inherited ones included. */
function methodNames(type: Class<object>): ReadonlySet<string> {
  const names = new Set<string>()
  for (let at = type.prototype as object | null; at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at) as object | null) {
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(at)))
      if (typeof property.value === 'function') names.add(name)
  }
  names.delete('constructor')
  return names
}

/** `consume = async (record) => …` is a field: it exists on instances only, so the source is asked. */
function consumerField(type: Class<object>): 'record' | 'batch' | null {
  for (let at: unknown = type; typeof at === 'function' && at !== Function.prototype; at = Object.getPrototypeOf(at)) {
    const source = Function.prototype.toString.call(at)
    if (/\bconsumeBatch\s*=[^=]|["'`]consumeBatch["'`]/u.test(source)) return 'batch'
    if (/\bconsume\s*=[^=]|["'`]consume["'`]/u.test(source)) return 'record'
  }
  return null
}

function isClass(given: unknown): given is Class<object> {
  return typeof given === 'function' && typeof (given as { prototype?: unknown }).prototype === 'object' && given.prototype !== null
}

function hasMethod(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false
  const instance = given as { consume?: unknown; consumeBatch?: unknown }
  return typeof instance.consume === 'function' || typeof instance.consumeBatch === 'function'
}
