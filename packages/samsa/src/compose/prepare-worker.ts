import 'reflect-metadata'
import { type Clock, type Logger, systemClock } from '@samsa/contracts'
import { type CompiledRoutes, compileRoutes, type Container, type RoutingPlan, type Worker } from '@samsa/routing'
import { createWorker, type WorkerEnd, type WorkerHandle, type WorkerParts } from '@samsa/runner'
import { Producer } from '@samsa/producer'
import { container as standardContainer, type DependencyContainer } from 'tsyringe'
import { embeddedDeadLetterProblems } from '../embedded/embedded-dead-letters.js'
import { type EmbeddedKafka, startEmbeddedKafka } from '../embedded/embedded-kafka.js'
import { embeddedShareProblems } from '../embedded/embedded-share-settings.js'
import { prepareClusters } from '../join/prepare-clusters.js'
import { openDeadLetters } from '../dead-letters/open-dead-letters.js'
import { applicationName } from './application-name.js'
import { createEngines } from './engines.js'
import { findKafkaProblem } from './find-kafka-problem.js'
import type { LazyAdmin } from './lazy-admin.js'
import { loadDriver } from './load-driver.js'
import { logRecordsOf } from './log-records.js'
import { checkVersions } from './mixed-versions.js'
import { openAdmins } from './open-admins.js'
import { openSenders, type Senders } from './open-senders.js'
import { problemsError } from './problems-error.js'
import { type Selection, selectRunnable } from './refuse-problems.js'

/** What is said about a worker from outside its definition. */
export interface PrepareOptions extends Selection {
  /** Folder of the application: the package there gives the default of `name`. */
  readonly folder: string
  readonly embedded: boolean
  readonly overrides: NonNullable<NonNullable<Parameters<typeof compileRoutes>[1]>['overrides']>
  readonly logRecords: boolean
  readonly log: Logger
}

/** A worker whose plan has no problem; nothing is connected yet. */
export interface Prepared {
  readonly plan: RoutingPlan
  /** Makes a worker that can be started; more than once, one after the other or at the same time. */
  readonly create: () => Created
}

/** A worker that can be started. */
export interface Created {
  readonly handle: WorkerHandle
  /** `null` where it runs on a real Kafka. */
  readonly embedded: EmbeddedKafka | null
  /** Closes what the worker was given, after its end. Never rejects. */
  readonly close: (end: WorkerEnd) => Promise<void>
}

type Texts = Readonly<Record<string, string>>

const canRegister = (container: Container): container is DependencyContainer =>
  'registerInstance' in container && typeof container.registerInstance === 'function'

const setUp =
  (worker: Worker, senders: Senders) =>
  async (container: Container): Promise<void> => {
    if (canRegister(container)) container.registerInstance(Producer, senders.producer)
    await worker.options.setup?.(container)
    senders.open()
  }

const containerOf = (worker: Worker, compiled: CompiledRoutes, { logRecords }: PrepareOptions): Container => {
  const container = worker.options.container ?? standardContainer
  return logRecords ? logRecordsOf(container, new Set([...compiled.bindings.values()].map(({ consumer }) => consumer))) : container
}

const clusterOf = (plan: RoutingPlan, group: string): string => plan.groups.find(({ id }) => id === group)?.cluster ?? 'default'

// those of the groups, and the default one: services send to it
const clusterNames = ({ clusterSettings }: CompiledRoutes, plan: RoutingPlan): readonly string[] => [
  ...new Set([...plan.groups.map(({ cluster }) => cluster), ...(clusterSettings.has('default') ? ['default'] : [])]),
]

const closeAll = async ({ hung }: WorkerEnd, admins: ReadonlyMap<string, LazyAdmin>, embedded: EmbeddedKafka | null): Promise<void> => {
  await Promise.allSettled([...admins.values()].map((admin) => admin.end()))
  // clients that hang still use the broker
  if (!hung) embedded?.close()
}

const create = (worker: Worker, compiled: CompiledRoutes, plan: RoutingPlan, options: PrepareOptions): Created => {
  const clock: Clock = systemClock
  const embedded = options.embedded ? startEmbeddedKafka(plan) : null
  const settingsOf = (cluster: string, settings: Texts): Texts => embedded?.settings(cluster, settings) ?? settings
  const name = plan.worker.name ?? applicationName(options.folder)
  const clusters = new Map(
    clusterNames(compiled, plan).map((cluster) => [cluster, settingsOf(cluster, compiled.clusterSettings.get(cluster) ?? {})]),
  )
  const senders = openSenders({ clusters, name, log: options.log, clock })
  const admins = openAdmins({ clusters, name, clock, timeoutMs: plan.worker.startTimeoutMs })
  const beforeJoin = embedded === null ? prepareClusters({ plan, admins, log: options.log, clock }) : null
  const parts: WorkerParts = {
    plan,
    bindings: compiled.bindings,
    groupSettings: new Map([...compiled.groupSettings].map(([group, settings]) => [group, settingsOf(clusterOf(plan, group), settings)])),
    engines: createEngines(plan, embedded),
    senders: senders.byCluster,
    deadLetters: openDeadLetters({ producers: senders.ports, admins, embedded, clock }),
    container: containerOf(worker, compiled, options),
    setup: setUp(worker, senders),
    ...(beforeJoin === null ? {} : { beforeJoin }),
    teardown: worker.options.teardown,
    name,
    log: options.log,
    clock,
  }
  return { handle: createWorker(parts), embedded, close: (end) => closeAll(end, admins, embedded) }
}

/**
 * Compiles a worker and checks everything that can be checked without connecting.
 *
 * @throws SamsaError every problem at once (`details.problems`), `SAMSA_MIXED_VERSIONS`, or `SAMSA_LIBRARY`.
 */
export const prepareWorker = (worker: Worker, options: PrepareOptions): Prepared => {
  checkVersions(options.folder)
  const compiled = compileRoutes(worker, {
    overrides: options.overrides,
    requireBrokers: !options.embedded,
    findSettingProblem: findKafkaProblem,
  })
  const plan = selectRunnable(compiled, options)
  const conflicts = options.embedded ? [...embeddedShareProblems(plan), ...embeddedDeadLetterProblems(plan)] : []
  if (conflicts.length > 0) throw problemsError(conflicts)
  loadDriver()
  return Object.freeze({ plan, create: () => create(worker, compiled, plan, options) })
}
