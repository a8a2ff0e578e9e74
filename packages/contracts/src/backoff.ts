import { durationMs, type Duration } from './duration.js'

/** How long to wait between attempts, as a user wrote it: data, made by `fixed`, `linear` or `exponential`. */
export type Backoff =
  | { readonly kind: 'fixed'; readonly delay: Duration; readonly jitter: boolean }
  | { readonly kind: 'linear'; readonly step: Duration; readonly max: Duration | null; readonly jitter: boolean }
  | { readonly kind: 'exponential'; readonly first: Duration; readonly max: Duration | null; readonly jitter: boolean }

/** A `Backoff` with its durations in milliseconds: JSON-serialisable, part of the plan. `own`: a function of the application decides. */
export type BackoffPlan =
  | { readonly kind: 'fixed'; readonly delayMs: number; readonly jitter: boolean }
  | { readonly kind: 'linear'; readonly stepMs: number; readonly maxMs: number | null; readonly jitter: boolean }
  | { readonly kind: 'exponential'; readonly firstMs: number; readonly maxMs: number | null; readonly jitter: boolean }
  | { readonly kind: 'own' }

/** Bounds of a backoff. */
export interface BackoffOptions {
  /** Longest delay. Default: none. */
  readonly max?: Duration | undefined
  /** Whether each delay is drawn between its half and itself, so that failures of many records do not come back together. Default: `false`. */
  readonly jitter?: boolean | undefined
}

/** The same delay before every attempt. */
export const fixed = (delay: Duration, options: Pick<BackoffOptions, 'jitter'> = {}): Backoff =>
  Object.freeze({ kind: 'fixed', delay, jitter: options.jitter ?? false })

/** `step`, 2 × `step`, 3 × `step`, …, at most `max`. */
export const linear = (step: Duration, options: BackoffOptions = {}): Backoff =>
  Object.freeze({ kind: 'linear', step, max: options.max ?? null, jitter: options.jitter ?? false })

/** `first`, 2 × `first`, 4 × `first`, …, at most `max`. */
export const exponential = (first: Duration, options: BackoffOptions = {}): Backoff =>
  Object.freeze({ kind: 'exponential', first, max: options.max ?? null, jitter: options.jitter ?? false })

/** The durations of a backoff in milliseconds. Throws `SAMSA_OPTION_INVALID` where one is none. */
export function backoffPlan(backoff: Backoff): BackoffPlan {
  const { jitter } = backoff
  if (backoff.kind === 'fixed') return { kind: 'fixed', delayMs: durationMs(backoff.delay), jitter }
  const maxMs = backoff.max === null ? null : durationMs(backoff.max)
  if (backoff.kind === 'linear') return { kind: 'linear', stepMs: durationMs(backoff.step), maxMs, jitter }
  return { kind: 'exponential', firstMs: durationMs(backoff.first), maxMs, jitter }
}

/** Largest delay that a backoff without `max` reaches: a day. */
const unboundedMs = 86_400_000

/**
 * Milliseconds to wait after attempt `attempt` (the first is 1) failed. Pure: `random` (0 up to 1) is asked once where there is jitter.
 * `own` has no delay of its own: whoever holds the function asks it.
 */
export function backoffDelayMs(
  backoff: Exclude<BackoffPlan, { kind: 'own' }>,
  attempt: number,
  random: () => number = Math.random,
): number {
  const whole = Math.min(unjitteredMs(backoff, Math.max(1, attempt)), boundMs(backoff))
  return backoff.jitter ? Math.round(whole / 2 + (random() * whole) / 2) : whole
}

function unjitteredMs(backoff: Exclude<BackoffPlan, { kind: 'own' }>, attempt: number): number {
  if (backoff.kind === 'fixed') return backoff.delayMs
  return backoff.kind === 'linear' ? backoff.stepMs * attempt : backoff.firstMs * 2 ** (attempt - 1)
}

function boundMs(backoff: Exclude<BackoffPlan, { kind: 'own' }>): number {
  return backoff.kind === 'fixed' ? Number.POSITIVE_INFINITY : (backoff.maxMs ?? unboundedMs)
}
