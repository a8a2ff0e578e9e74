import { readdirSync } from 'node:fs'

/** What this process holds of the machine. */
export interface Usage {
  readonly threads: number
  /** Open file descriptors. */
  readonly files: number
  /** Resident memory. */
  readonly rssMiB: number
}

/** Reads the usage of this process, after a garbage collection where `--expose-gc` allows one. Linux only: reads `/proc/self`. */
export function readUsage(): Usage {
  globalThis.gc?.()
  return {
    threads: readdirSync('/proc/self/task').length,
    files: readdirSync('/proc/self/fd').length,
    rssMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  }
}
