import type { Draft } from './draft.js'
import { compileKafka } from './compile-kafka.js'
import { overrideLayers, type Override } from './compile-worker.js'
import { layerOf, nestedLayers, type Layer } from './layer.js'

const missing = "'bootstrap.servers' is not given, or undefined"
const cure = "write 'host:9092', or set the variable that it is read from"

/** The properties of every cluster of a worker, `kafka` being the one called `default`. Overrides of the brokers hold for all of them. */
export function compileClusters(
  draft: Draft,
  worker: Layer,
  overrides: readonly Override[],
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const clusters = new Map<string, Readonly<Record<string, string>>>()
  const brokers = overrideLayers(overrides, 'kafka.')[0]
  const add = (name: string, layer: Layer): void => {
    const settings = { ...compileKafka(draft, layer), ...(brokers === undefined ? {} : compileKafka(draft, brokers)) }
    clusters.set(name, Object.freeze(settings))
    for (const key of Object.keys(settings))
      draft.origin(`cluster(${name}).kafka.${key}`, brokers?.entries.has(key) === true ? brokers.origin : layer.origin)
  }
  for (const layer of nestedLayers(draft, [worker], 'clusters')) {
    for (const [name, { value, place }] of layer.entries) add(name, layerOf(draft, layer.origin, `${layer.path}.${name}`, value, place))
  }
  for (const layer of nestedLayers(draft, [worker], 'kafka')) {
    if (clusters.has('default'))
      draft.problem(
        'SAMSA_OPTION_INVALID',
        layer.path,
        '`kafka` and `clusters.default` are the same thing',
        'keep one of them',
        [...layer.entries.values()].map(({ place }) => place),
      )
    add('default', layer)
  }
  if (brokers !== undefined && !clusters.has('default'))
    add('default', { origin: 'worker', path: 'defineWorker.kafka', entries: new Map() })
  return clusters
}

/** Reports clusters in use that do not exist, and clusters without brokers. `users`: cluster names with the path and place that use them. */
export function checkClusters(
  draft: Draft,
  clusters: ReadonlyMap<string, Readonly<Record<string, string>>>,
  users: ReadonlyMap<string, { readonly path: string; readonly place: string }>,
  workerPlace: string,
): void {
  for (const [name, user] of users) {
    if (clusters.has(name) || name === 'default') continue
    const known = [...clusters.keys()].map((one) => `'${one}'`).join(', ')
    draft.problem(
      'SAMSA_OPTION_INVALID',
      user.path,
      `the worker has no cluster '${name}'`,
      known === '' ? `add it to defineWorker({ clusters })` : `use ${known}, or add it to defineWorker({ clusters })`,
      [user.place],
    )
  }
  for (const name of new Set([...clusters.keys(), ...(users.has('default') ? ['default'] : [])])) {
    if ((clusters.get(name)?.['bootstrap.servers'] ?? '').trim() !== '') continue
    const path = name === 'default' ? "defineWorker.kafka['bootstrap.servers']" : `defineWorker.clusters.${name}['bootstrap.servers']`
    draft.problem('SAMSA_KAFKA_SETTING', path, missing, cure, [workerPlace])
  }
}
