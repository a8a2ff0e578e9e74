import type { HookPlay, HookPlays, ShareJob } from '../src/share/share-job.js'

const yes = (): boolean => true
const failing = (): never => {
  throw new Error('a rule that fails on purpose')
}
const matchers: Readonly<Record<string, unknown>> = { any: yes, throws: failing, TypeError }

function hookOf({ throws = 0, gives, later = false }: HookPlay): () => unknown {
  let calls = 0
  return () => {
    if (++calls <= throws) throw new Error(`a hook that fails on purpose, call ${calls}`)
    return later ? Promise.resolve(gives) : gives
  }
}

function hooksOf(plays: Omit<HookPlays, 'backoff'>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(plays).map(([name, play]) => [name, hookOf(play)]))
}

function rulesOf(on: unknown): unknown {
  if (!Array.isArray(on)) return on
  return (on as { readonly error: string }[]).map((rule) => ({ ...rule, error: matchers[rule.error] ?? rule.error }))
}

/** Options of the job's route, with the functions that its JSON stands for. */
export function routeOptions({
  route,
  hooks: { backoff, ...hooks },
}: Pick<ShareJob, 'route' | 'hooks'>): Readonly<Record<string, unknown>> {
  const { retry, deadLetter, ...rest } = route as { readonly retry?: Readonly<Record<string, unknown>>; readonly deadLetter?: unknown }
  const own = {
    ...retry,
    ...(retry?.['on'] === undefined ? {} : { on: rulesOf(retry['on']) }),
    ...(backoff ? { backoff: hookOf(backoff) } : {}),
  }
  const policy = Object.keys(hooks).length === 0 ? deadLetter : { ...(deadLetter as object | undefined), ...hooksOf(hooks) }
  return { ...rest, ...(Object.keys(own).length === 0 ? {} : { retry: own }), ...(policy === undefined ? {} : { deadLetter: policy }) }
}
