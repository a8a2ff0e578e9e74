import { quoteGiven } from '@samsa/contracts'
import type { WorkerPlan } from '../plan/routing-plan.js'
import type { Draft } from './draft.js'
import { checkKnown, findOption, nestedLayers, type Found, type Layer } from './layer.js'
import { OptionReader } from './option-reader.js'
import { recoveryNames } from './compile-recovery.js'

/** A value that stands before what the worker's file says. */
export interface Override {
  readonly path: 'name' | 'drain' | 'startTimeout' | 'health.port' | 'health.status' | 'kafka.bootstrap.servers'
  readonly value: unknown
  readonly origin: 'flag' | 'environment'
}

const known = ['routes', 'kafka', 'clusters', 'name', 'container', 'setup', 'teardown', 'drain', 'startTimeout', 'health', ...recoveryNames]

/** What concerns the whole worker. `overrides`: first the strongest. */
export function compileWorker(draft: Draft, layer: Layer, overrides: readonly Override[], place: string | null): WorkerPlan {
  checkKnown(draft, layer, known)
  checkFunctions(draft, layer)
  const reader = new OptionReader(draft, [...overrideLayers(overrides, ''), layer], 'worker')
  const healthLayers = nestedLayers(draft, [layer], 'health')
  for (const one of healthLayers) checkKnown(draft, one, ['port', 'status'])
  const health = new OptionReader(draft, [...overrideLayers(overrides, 'health.'), ...healthLayers], 'worker.health')
  return {
    name: reader.text('name', draft.defaults.name),
    drainMs: reader.duration('drain', draft.defaults.drainMs),
    startTimeoutMs: reader.duration('startTimeout', draft.defaults.startTimeoutMs, { min: 1 }),
    health: {
      port: health.read<number | null>('port', 'port', null, (found) => readPort(health, found)),
      status: health.choice('status', ['loopback', 'public'], 'loopback'),
    },
    place,
  }
}

/** The layers that overrides make, for options below `prefix`. */
export function overrideLayers(overrides: readonly Override[], prefix: string): readonly Layer[] {
  return overrides
    .filter(({ path, value }) => path.startsWith(prefix) && value !== undefined)
    .map(({ path, value, origin }) => {
      const place = origin === 'flag' ? 'the command line' : 'the environment'
      return { origin, path: origin, entries: new Map([[path.slice(prefix.length), { value, place }]]) }
    })
}

function readPort(reader: OptionReader, found: Found): number | undefined {
  const port = typeof found.value === 'string' && /^\d+$/.test(found.value) ? Number(found.value) : found.value
  if (typeof port === 'number' && Number.isInteger(port) && port >= 0 && port <= 65_535) return port
  return reader.refuse(found, `${quoteGiven(found.value)} is no port`, 'write a whole number from 0 to 65535')
}

function checkFunctions(draft: Draft, layer: Layer): void {
  for (const name of ['setup', 'teardown']) {
    const found = findOption([layer], name)
    if (found !== null && typeof found.value !== 'function')
      draft.problem('SAMSA_OPTION_INVALID', found.path, `${quoteGiven(found.value)} is no function`, 'write async (container) => { … }', [
        found.place,
      ])
  }
  const container = findOption([layer], 'container')
  if (container !== null && typeof (container.value as { resolve?: unknown } | null)?.resolve !== 'function') {
    draft.problem(
      'SAMSA_OPTION_INVALID',
      container.path,
      `${quoteGiven(container.value)} builds no classes`,
      "give an object with resolve(class), such as tsyringe's container",
      [container.place],
    )
  }
}
