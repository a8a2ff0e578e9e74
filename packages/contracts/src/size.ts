import { SamsaError } from './error.js'
import { quoteGiven, type Parsed } from './parsed.js'

/** A number of bytes: a whole number with a unit, `'64KiB'`, `'16MiB'`, `'1GiB'`, or bytes. */
export type Size = number | `${bigint}KiB` | `${bigint}MiB` | `${bigint}GiB`

const unitBytes: Readonly<Record<string, number>> = { KiB: 1024, MiB: 1024 ** 2, GiB: 1024 ** 3 }

/** Bytes of a size. Anything but a whole number from 0, with a unit or as a number, is refused with the reason. */
export function parseSize(value: unknown): Parsed {
  const bytes = typeof value === 'number' ? value : typeof value === 'string' ? textBytes(value) : Number.NaN
  if (Number.isSafeInteger(bytes) && bytes >= 0) return { ok: true, value: bytes }
  return {
    ok: false,
    reason: `${quoteGiven(value)} is no size`,
    cure: "write a whole number with a unit ('64KiB', '16MiB', '1GiB') or bytes",
  }
}

/** Bytes of a size. Throws `SAMSA_OPTION_INVALID` where it is none. */
export function sizeBytes(value: Size): number {
  const parsed = parseSize(value)
  if (parsed.ok) return parsed.value
  throw new SamsaError('SAMSA_OPTION_INVALID', `${parsed.reason}: ${parsed.cure}`)
}

function textBytes(text: string): number {
  const match = /^(\d+)(KiB|MiB|GiB)$/.exec(text)
  return match === null ? Number.NaN : Number(match[1]) * (unitBytes[match[2] ?? ''] ?? Number.NaN)
}
