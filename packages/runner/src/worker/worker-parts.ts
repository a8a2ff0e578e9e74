import type { Clock, Engine, Logger, ProducerCloseReport, Send } from '@samsa/contracts'
import type { CompiledRoutes, Container, RoutingPlan } from '@samsa/routing'
import type { DeadLetterSending } from '../recovery/make-recovery.js'
import type { BeforeJoin } from './before-join.js'

/** Typed sending to one cluster, and its end. */
export interface Sender {
  readonly send: Send
  /** Fulfilled when all sends so far are answered, or at `deadlineMs` (monotonic). Never rejects. */
  readonly close: (deadlineMs: number) => Promise<ProducerCloseReport>
}

/** Bounds that no option names, milliseconds. */
export interface WorkerLimits {
  /** How long a group may join once a broker answers, before a fresh session is tried. Default: 360,000 (longer than a classic rebalance may take). */
  readonly joinStuckMs: number
  /** How long leaving, closing and `teardown` may take after the drain deadline. Default: 5,000. */
  readonly closeMs: number
  /** Part of an event-loop turn that records may use, before others get theirs. Default: 10. */
  readonly turnMs: number
}

/** What a worker is made of. */
export interface WorkerParts {
  /** The plan, without problems, and without what is not built yet. */
  readonly plan: RoutingPlan
  readonly bindings: CompiledRoutes['bindings']
  /** Properties of librdkafka as text, secrets included, by group id. */
  readonly groupSettings: CompiledRoutes['groupSettings']
  /** By kind of group; those that the plan needs. */
  readonly engines: { readonly consumer?: Engine | undefined; readonly share?: Engine | undefined }
  /** By cluster; they belong to the worker, which closes them last. Without one `context.send` rejects. */
  readonly senders?: ReadonlyMap<string, Sender> | undefined
  /** By cluster: what dead letters are written with. It belongs to whoever made it. Without one no dead letter is written, and its record is not settled. */
  readonly deadLetters?: ReadonlyMap<string, DeadLetterSending> | undefined
  /** Builds the classes. Default: tsyringe's; one that can make a child gets one for each worker. */
  readonly container?: Container | undefined
  /** Called with the worker's container before anything connects. Rejecting ends the start with exit code 1. */
  readonly setup?: ((container: Container) => void | Promise<void>) | undefined
  /**
   * Called after `setup`, before any group is opened. Rejecting ends the start: with exit code 1 where something declared is wrong or may not be looked at
   * (`SAMSA_GROUP_SETTING`, `SAMSA_DEAD_LETTER_TOPIC`, `SAMSA_AUTHORIZATION`, `SAMSA_KAFKA_SETTING`), else with 3.
   */
  readonly beforeJoin?: BeforeJoin | undefined
  /** Called after everything is closed, where `setup` succeeded. */
  readonly teardown?: ((container: Container) => void | Promise<void>) | undefined
  /** Begins every client id. Default: the plan's name, or `samsa`. */
  readonly name?: string | undefined
  readonly log: Logger
  /** Default: the system's. */
  readonly clock?: Clock | undefined
  readonly limits?: Partial<WorkerLimits> | undefined
}

/** The bounds of a worker, defaults filled in. */
export function workerLimits(given: Partial<WorkerLimits> = {}): WorkerLimits {
  return { joinStuckMs: 360_000, closeMs: 5_000, turnMs: 10, ...given }
}
