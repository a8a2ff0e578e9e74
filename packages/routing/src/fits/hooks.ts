import type { ConsumerRecord, PartitionControl } from '@samsa/contracts'

/** Optional methods of a class in a consumer group; one instance per assigned partition. */
export interface ConsumerGroupHooks {
  /** Before the first record of a newly assigned partition. */
  readonly onAssigned?: (partition: PartitionControl) => void | Promise<void>
  /** After the last record of a partition that is given up, before it is; and after a partition was lost. */
  readonly onRevoked?: () => void | Promise<void>
  /** When everything that was fetched is handled and the partition's end is reached. */
  readonly onIdle?: () => void | Promise<void>
  /** Once, when the worker stops, after the last record. */
  readonly onShutdown?: () => void | Promise<void>
}

/** Optional methods of a class in a share group; one instance per worker and route. */
export interface ShareGroupHooks {
  /** When the lock of a record in work ended. */
  readonly onLockLost?: (record: ConsumerRecord) => void | Promise<void>
  /** Once, when the worker stops, after the last record. */
  readonly onShutdown?: () => void | Promise<void>
}

/** Name of a hook of either kind. */
export type HookName = keyof ConsumerGroupHooks | keyof ShareGroupHooks

type Hooks = ConsumerGroupHooks & ShareGroupHooks

/** Names of the hooks that `I` declares with another signature. (Weak types refuse a class without any of their properties: each is looked at only where it exists.) */
export type WrongHook<I> = { [K in keyof Hooks]-?: K extends keyof I ? (I[K] extends Hooks[K] ? never : K) : never }[keyof Hooks]
