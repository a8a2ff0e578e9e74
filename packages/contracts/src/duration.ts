import { SamsaError } from './error.js'
import { quoteGiven, type Parsed } from './parsed.js'

/**
 * A length of time: a whole number with a unit, `'250ms'`, `'30s'`, `'5m'`, `'1h'`, or milliseconds.
 * (`${bigint}`, because `${number}` would take `'200 ms'`, `'0x10s'` and `'1e3ms'` as well.)
 */
export type Duration = number | `${bigint}ms` | `${bigint}s` | `${bigint}m` | `${bigint}h`

/** A moment in the past, counted back from now: `'-6h'`. */
export type Ago = `-${bigint}ms` | `-${bigint}s` | `-${bigint}m` | `-${bigint}h`

const unitMs: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 }
const cure = "write a whole number with a unit ('250ms', '30s', '5m', '1h') or milliseconds"

/** Milliseconds of a duration. Anything but a whole number from 0, with a unit or as a number, is refused with the reason. */
export function parseDuration(value: unknown): Parsed {
  const ms = typeof value === 'number' ? value : typeof value === 'string' ? textMs(value) : Number.NaN
  if (Number.isSafeInteger(ms) && ms >= 0) return { ok: true, value: ms }
  return { ok: false, reason: `${quoteGiven(value)} is no duration`, cure }
}

/** Milliseconds back from now of `'-6h'`. */
export function parseAgo(value: unknown): Parsed {
  if (typeof value === 'string' && value.startsWith('-')) {
    const ms = textMs(value.slice(1))
    if (Number.isSafeInteger(ms)) return { ok: true, value: ms }
  }
  return { ok: false, reason: `${quoteGiven(value)} is no time ago`, cure: "write a minus, a whole number and a unit: '-6h'" }
}

/** Milliseconds of a duration. Throws `SAMSA_OPTION_INVALID` where it is none. */
export function durationMs(value: Duration): number {
  const parsed = parseDuration(value)
  if (parsed.ok) return parsed.value
  throw new SamsaError('SAMSA_OPTION_INVALID', `${parsed.reason}: ${parsed.cure}`)
}

function textMs(text: string): number {
  const match = /^(\d+)(ms|s|m|h)$/.exec(text)
  return match === null ? Number.NaN : Number(match[1]) * (unitMs[match[2] ?? ''] ?? Number.NaN)
}
