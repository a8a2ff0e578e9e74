import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { workerBinary } from './worker-binary.js'
import { until } from './until.js'

/** One line that a worker logged. */
export interface LogLine {
  readonly level: string
  readonly code?: string
  readonly msg: string
  readonly [field: string]: unknown
}

/** How a process of `worker` is run. */
export interface WorkerCommand {
  /** Default: the bin `worker` that users install. */
  readonly program?: string | undefined
  /** What stands behind `worker`. */
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Default: the folder of the scenario run. */
  readonly cwd?: string | undefined
}

const config = fileURLToPath(new URL('../application/worker.config.js', import.meta.url))

/** Runs the application of the scenarios inside a program of its own, which tells every event. */
export const hostProgram = fileURLToPath(new URL('../application/worker-host.js', import.meta.url))

/** The arguments that start the application of the scenarios. */
export const startApplication: readonly string[] = ['start', '--config', config, '--log-level', 'info']

/** A `worker` of its own process, as a user runs it. */
export class WorkerProcess {
  readonly lines: LogLine[] = []
  /** What it printed that is no log line, standard error included. */
  readonly prints: string[] = []
  readonly exit: Promise<number | null>
  #code: number | null | undefined
  readonly #child: ChildProcess

  constructor(
    readonly name: string,
    { program = workerBinary, args, env, cwd }: WorkerCommand,
  ) {
    this.#child = spawn(process.execPath, [program, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) createInterface(stream).on('line', (line) => this.#hear(line))
    this.exit = new Promise((resolve) => this.#child.once('close', (code) => resolve((this.#code = code))))
  }

  get running(): boolean {
    return this.#code === undefined
  }

  get pid(): number | undefined {
    return this.#child.pid
  }

  signal(signal: NodeJS.Signals): void {
    this.#child.kill(signal)
  }

  /** Lines of one event or error code. */
  events(code: string): readonly LogLine[] {
    return this.lines.filter((line) => line.code === code)
  }

  /** Waits for an event's line. */
  heard(code: string, count = 1): Promise<readonly LogLine[]> {
    return until(`${this.name} says ${code}${count > 1 ? ` ${count} times` : ''}`, () => {
      const found = this.events(code)
      if (found.length >= count) return found
      if (!this.running) throw new Error(`${this.name} ended before it said ${code}:\n${this.tail()}`)
      return null
    })
  }

  /** Sends SIGTERM and waits for the exit code. */
  async stop(): Promise<number | null> {
    this.signal('SIGTERM')
    return this.exit
  }

  /** The last lines, for a failed scenario. */
  tail(): string {
    return [...this.lines.slice(-15).map((line) => JSON.stringify(line)), ...this.prints.slice(-15)]
      .map((line) => `    ${this.name}: ${line}`)
      .join('\n')
  }

  #hear(line: string): void {
    try {
      const parsed: unknown = JSON.parse(line)
      if (typeof parsed === 'object' && parsed !== null && 'msg' in parsed) this.lines.push(parsed as LogLine)
      else this.prints.push(line)
    } catch {
      this.prints.push(line)
    }
  }
}
