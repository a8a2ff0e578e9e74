import type { WorkerState } from '@samsa/contracts'

/** One row of the table: where a state may go, and what it means. */
interface StateRow {
  readonly next: readonly WorkerState[]
  /** Whether records that have not been started yet may be. */
  readonly starts: boolean
  /** Whether the worker has ended. */
  readonly ended: boolean
}

/**
 * The life of a worker, forward only.
 *
 * | state | meaning | goes on to |
 * | --- | --- | --- |
 * | initialized | nothing was touched yet | starting, stopping |
 * | starting | setup runs, groups connect and join; records of groups that joined are handled already | running, quieting, stopping |
 * | running | every group has joined | quieting, stopping |
 * | quieting | nothing new starts, running handlers finish, the assignment is kept | quiet, stopping |
 * | quiet | nothing runs, the assignment is kept | stopping |
 * | stopping | nothing new starts, running handlers get the drain time, groups are left, the producer closes | stopped, failed |
 * | stopped | ended without a failure | |
 * | failed | ended by a failure | |
 */
const table: Readonly<Record<WorkerState, StateRow>> = {
  initialized: { next: ['starting', 'stopping'], starts: false, ended: false },
  starting: { next: ['running', 'quieting', 'stopping'], starts: true, ended: false },
  running: { next: ['quieting', 'stopping'], starts: true, ended: false },
  quieting: { next: ['quiet', 'stopping'], starts: false, ended: false },
  quiet: { next: ['stopping'], starts: false, ended: false },
  stopping: { next: ['stopped', 'failed'], starts: false, ended: false },
  stopped: { next: [], starts: false, ended: true },
  failed: { next: [], starts: false, ended: true },
}

/** A worker's state: moves forward along the table, and tells every move. */
export class Lifecycle {
  #state: WorkerState = 'initialized'
  readonly #moved: (from: WorkerState, to: WorkerState, reason: string) => void

  /** @param moved hears every move, after it was made */
  constructor(moved: (from: WorkerState, to: WorkerState, reason: string) => void) {
    this.#moved = moved
  }

  get state(): WorkerState {
    return this.#state
  }

  /** Whether records may be started. */
  get starts(): boolean {
    return table[this.#state].starts
  }

  /** Whether the worker is `stopped` or `failed`. */
  get ended(): boolean {
    return table[this.#state].ended
  }

  /** Whether the table leads from here to `to` in one step. */
  can(to: WorkerState): boolean {
    return table[this.#state].next.includes(to)
  }

  /** Moves to `to` and answers true; answers false, and changes nothing, where the table does not lead there. */
  move(to: WorkerState, reason: string): boolean {
    if (!this.can(to)) return false
    const from = this.#state
    this.#state = to
    this.#moved(from, to, reason)
    return true
  }
}
