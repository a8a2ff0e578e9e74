import type {
  CommonAction,
  ConsumerGroupDeadLetter,
  ConsumerGroupExhausted,
  Duration,
  HealthOptions,
  KafkaSettings,
  ShareGroupDeadLetter,
  ShareGroupExhausted,
} from '@samsa/contracts'
import type { DependencyContainer } from 'tsyringe'
import { placeOf } from './block/place.js'
import type { Container } from './container.js'
import type { Routes } from './define-routes.js'
import type { RecoveryOptions } from './route/route-options.js'

/** What a worker runs, where, and how. `undefined` counts as not given everywhere. */
export interface WorkerOptions<C extends Container = DependencyContainer> extends RecoveryOptions<
  CommonAction,
  ConsumerGroupDeadLetter & ShareGroupDeadLetter,
  ConsumerGroupExhausted | ShareGroupExhausted
> {
  readonly routes: Routes
  /** Properties of librdkafka, `bootstrap.servers` at least: short for `clusters: { default: { … } }`. */
  readonly kafka?: KafkaSettings | undefined
  /** More than one cluster, by name; a group chooses with `group.options({ cluster })`. */
  readonly clusters?: Readonly<Record<string, KafkaSettings | undefined>> | undefined
  /** Begins every client id: `<name>-<group>-<n>`. Default: the application's package name. */
  readonly name?: string | undefined
  /** Builds the consumer classes. Default: tsyringe's `container`; a container that can make a child gets one for each worker. */
  readonly container?: C | undefined
  /** Called before anything connects: register what the classes need. Rejecting ends the start. */
  readonly setup?: ((container: C) => void | Promise<void>) | undefined
  /** Called after everything is closed, within the drain deadline. */
  readonly teardown?: ((container: C) => void | Promise<void>) | undefined
  /** Longest time that running handlers get at a stop or revocation. Default: `'25s'`. */
  readonly drain?: Duration | undefined
  /** Longest time to reach a broker at start. Default: `'60s'`. */
  readonly startTimeout?: Duration | undefined
  /** Health server. Default: none. */
  readonly health?: HealthOptions | undefined
}

/** A worker as declared: a frozen value, run by `worker start` or `startWorker`. */
export interface Worker {
  readonly options: WorkerOptions<Container>
  /** `file:line` of the call. */
  readonly place: string
}

/** Declares a worker: the default export of `worker.config.ts`. Nothing is checked and nothing happens until it is started or checked. */
export function defineWorker<C extends Container = DependencyContainer>(options: WorkerOptions<C>): Worker {
  return Object.freeze({ options: Object.freeze({ ...options }) as unknown as WorkerOptions<Container>, place: placeOf(defineWorker) })
}

/** Whether `value` was made by `defineWorker`. */
export function isWorker(value: unknown): value is Worker {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as Partial<Worker>).options === 'object' &&
    typeof (value as Partial<Worker>).place === 'string'
  )
}
