import type { HandlerKind } from '../program/consume-job.js'

/** A program to start: one candidate, one process. */
export interface Program {
  readonly file: string
  readonly args: readonly string[]
}

/** One way of doing the task, run in a process of its own. */
export interface Candidate<Job> {
  /** As printed, and as `--only` takes it. */
  readonly name: string
  /** The client it belongs to; `--only` takes that too. */
  readonly client: string
  /** What is not the client's default, or what replaces a setting it lacks; printed. */
  readonly settings?: string | undefined
  /** Most records it is given, where the full number would take minutes; printed when it bites. */
  readonly mostRecords?: number | undefined
  /** Handlers it can run; default all. */
  readonly handlers?: readonly HandlerKind[] | undefined
  /** Prepares what it needs (compiles, fetches) and says what to start. Called before the clock of any round. */
  readonly prepare: () => Promise<(job: Job) => Program>
}
