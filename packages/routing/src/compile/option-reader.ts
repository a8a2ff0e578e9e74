import { parseDuration, parseSize, quoteGiven, type Parsed } from '@samsa/contracts'
import type { Draft } from './draft.js'
import { findOption, type Found, type Layer } from './layer.js'

/** Bounds of a number. */
export interface Bounds {
  readonly min?: number
  readonly max?: number
}

/**
 * Reads options from layers, the most specific first. What cannot be understood becomes a problem with the option's path, and the default is used so
 * that everything else is checked as well. Each value's origin is kept under `planPath`.
 */
export class OptionReader {
  constructor(
    readonly draft: Draft,
    readonly layers: readonly Layer[],
    readonly planPath: string,
  ) {}

  /** Milliseconds. `planName`: the value's name in the plan. */
  duration<Default extends number | null>(name: string, standard: Default, bounds: Bounds = {}, planName = `${name}Ms`): number | Default {
    return this.read<number | Default>(name, planName, standard, (found) => this.bounded(found, parseDuration(found.value), bounds, 'ms'))
  }

  /** Bytes. */
  size<Default extends number | null>(name: string, standard: Default, bounds: Bounds = {}, planName = `${name}Bytes`): number | Default {
    return this.read<number | Default>(name, planName, standard, (found) => this.bounded(found, parseSize(found.value), bounds, 'bytes'))
  }

  /** A whole number. */
  integer<Default extends number | null>(name: string, standard: Default, bounds: Bounds = {}): number | Default {
    return this.read<number | Default>(name, name, standard, (found) => this.bounded(found, parseInteger(found.value), bounds, ''))
  }

  /** One of a few words. */
  choice<const Word extends string, Default extends Word | null>(name: string, words: readonly Word[], standard: Default): Word | Default {
    return this.read<Word | Default>(name, name, standard, (found) => {
      const word = words.find((one) => one === found.value)
      return (
        word ??
        this.refuse(found, `${quoteGiven(found.value)} is none of its values`, `write ${words.map((one) => `'${one}'`).join(' or ')}`)
      )
    })
  }

  /** Text that is not empty. */
  text<Default extends string | null>(name: string, standard: Default): string | Default {
    return this.read<string | Default>(name, name, standard, (found) =>
      typeof found.value === 'string' && found.value.trim() !== ''
        ? found.value
        : this.refuse(found, `${quoteGiven(found.value)} is no name`, 'write a text that is not empty'),
    )
  }

  /** Anything else: `parse` answers the value, or `undefined` after it reported a problem. */
  read<Value>(name: string, planName: string, standard: Value, parse: (found: Found) => Value | undefined): Value {
    const found = findOption(this.layers, name)
    const value = found === null ? undefined : parse(found)
    if (found !== null && value !== undefined) this.draft.origin(`${this.planPath}.${planName}`, found.origin)
    return value === undefined ? standard : value
  }

  /** Reports that a value cannot be used. */
  refuse(found: Found, reason: string, cure: string): undefined {
    this.draft.problem('SAMSA_OPTION_INVALID', found.path, reason, cure, [found.place])
  }

  private bounded(found: Found, parsed: Parsed, { min = 0, max = Number.MAX_SAFE_INTEGER }: Bounds, unit: string): number | undefined {
    if (!parsed.ok) return this.refuse(found, parsed.reason, parsed.cure)
    const given = unit === '' ? `${parsed.value}` : `${parsed.value} ${unit}`
    if (parsed.value < min) return this.refuse(found, `${given} is too little`, `write at least ${min}`)
    if (parsed.value > max) return this.refuse(found, `${given} is too much`, `write at most ${max}`)
    return parsed.value
  }
}

function parseInteger(value: unknown): Parsed {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { ok: true, value }
  return { ok: false, reason: `${quoteGiven(value)} is no whole number`, cure: 'write a whole number' }
}
