import { quoteGiven, SamsaError } from '@samsa/contracts'
import { noSettings, splitSentence } from '../route/other-kind.js'
import type { Declared, DeclaredMistake, DeclaredRoute, DeclaredSettings, GroupBlock } from './group-block.js'
import { placeOf } from './place.js'

/** What a block's function is given, without types: the public builders are views of it. */
export interface UntypedBuilder {
  readonly topic: (topic: unknown, route: unknown) => void
  readonly options: (options: unknown) => void
  readonly settings: (settings: unknown, options?: unknown) => void
  readonly use: (middleware: unknown) => void
}

type Collected = { -readonly [Key in keyof GroupBlock['declarations']]: GroupBlock['declarations'][Key][number][] }

/** Calls `build` and keeps what it says. Checks nothing beyond what would be lost otherwise: validation reports everything at once. */
export function buildBlock(kind: GroupBlock['kind'], group: string, build: (builder: never) => unknown, place: string): GroupBlock {
  const declarations: Collected = { options: [], settings: [], routes: [], middleware: [], mistakes: [] }
  const builder = createBuilder(kind, group, declarations)
  if (typeof build === 'function') {
    const returned = build(builder.open as never)
    if (isPromise(returned)) declarations.mistakes.push(asyncBuild(returned, place))
  } else {
    declarations.mistakes.push({
      reason: `the second argument is ${quoteGiven(build)}, not a function`,
      cure: 'write (group) => { group.topic(…) }',
      place,
    })
  }
  builder.seal()
  return Object.freeze({ kind, group, place, declarations: freezeAll(declarations) })
}

function createBuilder(
  kind: GroupBlock['kind'],
  group: string,
  into: Collected,
): { readonly open: UntypedBuilder; readonly seal: () => void } {
  let sealed = false
  const add = <Item>(list: Item[], item: Item, method: string): void => {
    if (sealed)
      throw new SamsaError(
        'SAMSA_ROUTE_INVALID',
        `group.${method}() of '${group}' was called after its block was built: call it inside the block's function`,
      )
    list.push(Object.freeze(item))
  }
  const topic = (named: unknown, route: unknown): void =>
    add<DeclaredRoute>(into.routes, { topic: named, route, place: placeOf(topic) }, 'topic')
  const options = (value: unknown): void => add<Declared<unknown>>(into.options, { value, place: placeOf(options) }, 'options')
  const use = (value: unknown): void => add<Declared<unknown>>(into.middleware, { value, place: placeOf(use) }, 'use')
  const settings = (value: unknown, how?: unknown): void => {
    const place = placeOf(settings)
    if (kind === 'share') add<DeclaredSettings>(into.settings, { settings: value, options: how, place }, 'settings')
    else add<DeclaredMistake>(into.mistakes, mistakenSettings(place), 'settings')
  }
  return { open: Object.freeze({ topic, options, settings, use }), seal: () => void (sealed = true) }
}

function mistakenSettings(place: string): DeclaredMistake {
  const [reason, cure] = splitSentence(noSettings)
  return { reason, cure, place }
}

function asyncBuild(returned: Promise<unknown>, place: string): DeclaredMistake {
  returned.catch(() => undefined) // reported as a mistake; its rejection would be reported as another failure
  return { reason: 'the function of this block is asynchronous', cure: 'make it synchronous: what it declares later would be lost', place }
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise
}

function freezeAll(declarations: Collected): GroupBlock['declarations'] {
  for (const list of Object.values(declarations)) Object.freeze(list)
  return Object.freeze(declarations)
}
