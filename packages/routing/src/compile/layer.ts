import { quoteGiven } from '@samsa/contracts'
import type { Origin } from '../plan/origin.js'
import type { Draft } from './draft.js'

/** One place where options were given: a route, a group, the worker, flags. */
export interface Layer {
  readonly origin: Origin
  /** As a user would write it, without the option: `consumerGroup('billing').topic('orders')`. */
  readonly path: string
  readonly entries: ReadonlyMap<string, { readonly value: unknown; readonly place: string }>
}

/** An option that was found in a layer. */
export interface Found {
  readonly value: unknown
  readonly origin: Origin
  readonly path: string
  readonly place: string
}

/** A layer over what one call was given; `undefined` counts as not given. Anything but an object is a problem, and an empty layer. */
export function layerOf(draft: Draft, origin: Origin, path: string, given: unknown, place: string): Layer {
  const entries = new Map<string, { value: unknown; place: string }>()
  if (isPlainObject(given)) {
    for (const [name, value] of Object.entries(given)) if (value !== undefined) entries.set(name, { value, place })
  } else if (given !== undefined) {
    draft.problem('SAMSA_OPTION_INVALID', path, `${quoteGiven(given)} is no set of options`, 'write { … }', [place])
  }
  return { origin, path, entries }
}

/** The option in the most specific layer that has it. */
export function findOption(layers: readonly Layer[], name: string): Found | null {
  for (const layer of layers) {
    const entry = layer.entries.get(name)
    if (entry !== undefined) return { ...entry, origin: layer.origin, path: `${layer.path}.${name}` }
  }
  return null
}

/** The same layers one level down: what their option `name` says. */
export function nestedLayers(draft: Draft, layers: readonly Layer[], name: string): readonly Layer[] {
  return layers.flatMap((layer) => {
    const entry = layer.entries.get(name)
    return entry === undefined ? [] : [layerOf(draft, layer.origin, `${layer.path}.${name}`, entry.value, entry.place)]
  })
}

/** Reports every option of a layer that does not exist, with the sentence for those of the other kind of group. */
export function checkKnown(draft: Draft, layer: Layer, known: readonly string[], sentences: Readonly<Record<string, string>> = {}): void {
  for (const [name, { place }] of layer.entries) {
    if (known.includes(name)) continue
    const path = `${layer.path}.${name}`
    const sentence = Object.hasOwn(sentences, name) ? sentences[name] : undefined
    if (sentence !== undefined) draft.sentence('SAMSA_OPTION_INVALID', path, sentence, [place])
    else draft.problem('SAMSA_OPTION_INVALID', path, 'there is no such option', `use one of ${known.join(', ')}`, [place])
  }
}

/** Whether `value` is an object that options can be read from. */
export function isPlainObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date) && !(value instanceof RegExp)
}
