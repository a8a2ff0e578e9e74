import type { Broker } from '@samsa/testkit'
import { must } from '../src/scenario.js'
import { until } from '../src/until.js'
import type { WorkerProcess } from '../src/worker-process.js'

/** A worker that stood still from then on, longer than its session and than any lock. */
export interface Freeze {
  readonly worker: string
  readonly atMs: number
}

/** What has happened so far. Kills, freezes and restarts excuse repeats; stops do not. */
export interface Mishaps {
  stops: number
  kills: number
  freezes: Freeze[]
  restarts: number
}

/** Longer than the session of a member. */
const freezeMs = 8_000

/**
 * A classic member whose JoinGroup waits for other members cannot leave: the broker answers LeaveGroup after JoinGroup, and the connection is left behind. Nothing is lost by it; the line
 * that says so belongs to it.
 */
export const couldNotLeave = 'SAMSA_KAFKA'

/** SIGTERM: 0, or 2 where the broker was away. A process that has just begun does not hear signals yet. */
export async function stop(worker: WorkerProcess, mishaps: Mishaps): Promise<void> {
  await until(`${worker.name} hears signals`, () => worker.lines.length > 0 || !worker.running)
  must(worker.running, `${worker.name} does not end by itself:\n${worker.tail()}`)
  const code = await worker.stop()
  must(code === 0 || (code === 2 && mishaps.restarts > 0), `${worker.name} stops cleanly, exit code ${code}`)
  mishaps.stops++
}

/** SIGKILL, in whatever the worker is about. */
export async function kill(worker: WorkerProcess, mishaps: Mishaps): Promise<void> {
  mishaps.kills++
  worker.signal('SIGKILL')
  await worker.exit
}

/** The process stands still for longer than its session: it is expelled, and has to find out. */
export async function freeze(worker: WorkerProcess, mishaps: Mishaps): Promise<void> {
  worker.signal('SIGSTOP')
  mishaps.freezes.push({ worker: worker.name, atMs: Date.now() })
  await new Promise((resolve) => setTimeout(resolve, freezeMs))
  worker.signal('SIGCONT')
}

/** The broker is killed and comes back with its data. */
export async function restart(broker: Broker, mishaps: Mishaps): Promise<void> {
  mishaps.restarts++
  await broker.kill('SIGKILL')
  await broker.restart()
}
