/** What one process of the idle part is asked to do: it joins a group with several members that get nothing to do. */
export interface IdleJob {
  readonly bootstrap: string
  /** An empty topic. */
  readonly topic: string
  readonly groupId: string
  readonly members: number
  /** How long it waits after all have joined, before it is watched. */
  readonly settleMs: number
  /** How long it is watched. */
  readonly watchMs: number
}

/** What it prints. */
export interface IdleReport {
  /** CPU of the whole process, in per cent of one core. */
  readonly cpuPercent: number
  readonly rssMiB: number
}
