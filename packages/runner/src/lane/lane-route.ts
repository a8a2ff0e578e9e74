import type { ConsumerRecord, PartitionControl } from '@samsa/contracts'
import type { RouteRecovery } from '../recovery/route-recovery.js'
import type { Permits } from './permits.js'

/** An instance of a routed class, as the lane calls it: routing has checked that it has one of the two methods. */
export interface ConsumerInstance {
  readonly consume?: (record: ConsumerRecord, context: never) => unknown
  readonly consumeBatch?: (batch: never, context: never) => unknown
  readonly onAssigned?: (partition: PartitionControl) => unknown
  readonly onRevoked?: () => unknown
  readonly onIdle?: () => unknown
  readonly onLockLost?: (record: ConsumerRecord) => unknown
  readonly onShutdown?: () => unknown
}

/** What lanes of one route have in common. */
export interface LaneRoute {
  /** Name of the class, for messages. */
  readonly className: string
  /** Leave to run, shared by all lanes of the route; `null` where nothing limits them. */
  readonly permits: Permits | null
  /** How long a call may run before `signal` fires, milliseconds; `null`: as long as it likes. */
  readonly timeoutMs: number | null
  /** How long a call may run before the worker gives up, milliseconds. */
  readonly stuckAfterMs: number
  /** Size and wait of batches; `null` where the class takes single records. */
  readonly batch: { readonly maxRecords: number; readonly maxWaitMs: number } | null
  /** What becomes of failures. */
  readonly recovery: RouteRecovery
}
