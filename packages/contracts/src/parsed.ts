/** What became of a text that a user wrote: a number, or the reason why it is none and what to write instead. */
export type Parsed =
  | { readonly ok: true; readonly value: number }
  | {
      readonly ok: false
      /** What is wrong, without the option's name. */
      readonly reason: string
      /** What to write. */
      readonly cure: string
    }

/** How a refused value looks in a message: short, in one line, strings quoted. */
export function quoteGiven(value: unknown): string {
  if (typeof value === 'string') return `'${value.length > 60 ? `${value.slice(0, 57)}…` : value}'`
  if (typeof value === 'function') return value.name === '' ? 'a function' : `the function ${value.name}`
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'an invalid Date' : `the Date ${value.toISOString()}`
  if (typeof value === 'object' && value !== null) return Array.isArray(value) ? 'an array' : 'an object'
  return String(value)
}
