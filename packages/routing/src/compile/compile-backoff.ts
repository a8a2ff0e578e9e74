import { defaultRecovery, quoteGiven, type BackoffPlan, type OwnBackoff } from '@samsa/contracts'
import { findOption, isPlainObject, layerOf, type Found } from './layer.js'
import { OptionReader } from './option-reader.js'

/** A backoff, and the function where it is one of the application's own. */
export interface CompiledBackoff {
  readonly plan: BackoffPlan
  readonly own: OwnBackoff | null
}

/** The `backoff` of a retry policy. Durations that are none are problems with their own path. */
export function compileBackoff(retry: OptionReader): CompiledBackoff {
  return retry.read<CompiledBackoff>('backoff', 'backoff', { plan: defaultRecovery.retry.backoff, own: null }, (found) => {
    if (typeof found.value === 'function') return { plan: { kind: 'own' }, own: found.value as OwnBackoff }
    const plan = isPlainObject(found.value) ? planOf(retry, found, found.value) : undefined
    if (plan !== undefined) return { plan, own: null }
    return retry.refuse(
      found,
      `${quoteGiven(found.value)} is no backoff`,
      "write fixed('1s'), linear('1s'), exponential('250ms', { max: '30s' }) or a function",
    )
  })
}

function planOf(retry: OptionReader, found: Found, given: Readonly<Record<string, unknown>>): BackoffPlan | undefined {
  const values = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null))
  const reader = new OptionReader(
    retry.draft,
    [layerOf(retry.draft, found.origin, found.path, values, found.place)],
    `${retry.planPath}.backoff`,
  )
  const jitter = given['jitter'] === true
  if (given['kind'] === 'fixed') return { kind: 'fixed', delayMs: reader.duration('delay', 0), jitter }
  if (given['kind'] === 'linear') {
    const stepMs = reader.duration('step', 0)
    return { kind: 'linear', stepMs, maxMs: readMax(reader, stepMs), jitter }
  }
  if (given['kind'] === 'exponential') {
    const firstMs = reader.duration('first', 0)
    return { kind: 'exponential', firstMs, maxMs: readMax(reader, firstMs), jitter }
  }
  return undefined
}

function readMax(reader: OptionReader, firstMs: number): number | null {
  const maxMs = reader.duration('max', null)
  const found = findOption(reader.layers, 'max')
  if (found === null || maxMs === null || maxMs >= firstMs) return maxMs
  reader.refuse(found, `${maxMs} ms is less than the first wait, ${firstMs} ms`, 'write at least as much')
  return maxMs
}
