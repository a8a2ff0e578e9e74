/** What an engine can do: read once, when the plan is compiled, to accept or refuse a route. Never a switch in the runner's loop. */
export interface Capabilities {
  /** Whether records of one partition arrive in offset order at one member. */
  readonly ordering: 'partition' | 'none'
  /** What is settled: a position of a partition, or each record. */
  readonly settlement: 'position' | 'record'
  /** Who delivers a failed record again: the client, in place, or the broker, to any member. */
  readonly redelivery: 'client' | 'broker'
  /** Whether a record's lock can be renewed while it is in work. `null`: records are not locked. */
  readonly lockRenewal: boolean | null
  /** Whether single partitions can be paused, and positions read and moved. */
  readonly positionControl: boolean
  /** Whether offsets can be committed in a producer's transaction. */
  readonly transactions: boolean
  /** Whether a topic may be named by a pattern. */
  readonly patterns: boolean
  /** Whether several members can work on one partition at once. */
  readonly sharedPartitions: boolean
}
