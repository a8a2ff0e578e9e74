import { lookAt } from './look-at.js'

/** What kind of value this is, for messages that must not show it: `undefined`, `an object`, `a number`, `the outcome 'skip'`. Never throws. */
export function nameOfValue(value: unknown): string {
  if (value === null || value === undefined || typeof value === 'boolean') return String(value)
  const outcome = lookAt(() => (value as { outcome?: unknown }).outcome)
  if (typeof outcome === 'string') return `the outcome '${outcome}'`
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`
}
