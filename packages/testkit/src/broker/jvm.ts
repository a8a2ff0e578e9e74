import { spawn } from 'node:child_process'
import { open } from 'node:fs/promises'

/** A running Java process. */
export interface Jvm {
  readonly pid: number
  /** Whether it still runs. */
  readonly isRunning: () => boolean
  /** Resolves when it has ended, with the exit code or the signal; keeps this process alive while it is awaited. */
  readonly ended: () => Promise<number | NodeJS.Signals>
  /** Sends a signal; nothing happens where the process is gone. */
  readonly signal: (signal: NodeJS.Signals) => void
}

/** What to start. */
export interface JvmCommand {
  readonly java: string
  readonly args: readonly string[]
  /** File that both output streams are appended to. */
  readonly outputFile: string
}

/**
 * Starts a JVM in a process group of its own, so that Ctrl-C in the terminal reaches only us, and without keeping this process alive.
 */
export const startJvm = async ({ java, args, outputFile }: JvmCommand): Promise<Jvm> => {
  const output = await open(outputFile, 'a')
  const child = spawn(java, args, { stdio: ['ignore', output.fd, output.fd], detached: true })
  const exit = new Promise<number | NodeJS.Signals>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 'SIGKILL'))
  })
  exit.catch(() => undefined)
  child.unref()
  await output.close()
  if (child.pid === undefined) throw await exit.catch((error: unknown) => error)
  return {
    pid: child.pid,
    isRunning: () => child.exitCode === null && child.signalCode === null,
    ended: async () => {
      child.ref()
      return exit
    },
    signal: (signal) => void child.kill(signal),
  }
}
