import type { Clock, ConsumerRecord, DeadLetterPlan, DeadLetterPolicy, EventMap, ProducerPort } from '@samsa/contracts'
import type { Failure } from '../policy/failure.js'
import type { DeadLetterTargets } from '../topics/dead-letter-targets.js'

/** The bytes of a record as they came. */
export interface RawRecord {
  readonly key: Uint8Array | null
  readonly value: Uint8Array | null
  /** In order, names may repeat. */
  readonly headers: readonly (readonly [name: string, value: Uint8Array | null])[]
}

/** A record that is to be dead-lettered. */
export interface DeadLetterJob {
  /** As hooks see it. */
  readonly record: ConsumerRecord
  readonly raw: RawRecord
  readonly failure: Failure
  /** Executions so far; 0 where it was never run. */
  readonly attempt: number
  /** `null` in a consumer group. */
  readonly deliveryCount: number | null
  /** When this worker first and last saw it fail, milliseconds since the epoch. */
  readonly firstFailedAtMs: number
  readonly lastFailedAtMs: number
  /** Topic of the rule that decided; `null`: the route's. */
  readonly topic: string | null
}

/** Where a dead letter landed. */
export interface DeadLettered {
  readonly target: string
  readonly partition: number
  readonly offset: number
  readonly id: string
  readonly omitted: EventMap['record.dead-lettered']['omitted']
}

/** Writes the dead letters of one route. */
export interface DeadLetterWriter {
  /**
   * Fulfilled by the delivery report. Rejects with `SAMSA_DEAD_LETTER_FAILED` (`details.target`: the topic, or `null` where the hook that names it threw), whatever
   * went wrong: nothing may be settled then.
   */
  readonly write: (job: DeadLetterJob) => Promise<DeadLettered>
}

/** Who writes dead letters: part of their headers and of their id. */
export interface DeadLetterOrigin {
  readonly cluster: string
  readonly group: string
  readonly kind: 'consumer' | 'share'
  /** Name of the worker. */
  readonly worker: string
  /** Version of Samsa. */
  readonly version: string
}

/** The application's functions of a policy, as it wrote them; `topic` counts only where `plan.topic` is `null`. */
export type DeadLetterHooks = Pick<DeadLetterPolicy, 'topic' | 'transform' | 'headers'>

/** What a writer of dead letters is made of. */
export interface DeadLetterWriterOptions {
  readonly plan: DeadLetterPlan
  readonly hooks: DeadLetterHooks | null
  readonly producer: Pick<ProducerPort, 'send'>
  readonly targets: DeadLetterTargets
  readonly origin: DeadLetterOrigin
  /** Whether the route itself would consume a topic: its dead letters would come back from there for ever. */
  readonly comesBack: (topic: string) => boolean
  readonly clock?: Clock | undefined
}
