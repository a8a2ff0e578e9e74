import { readFileSync } from 'node:fs'

/** What a stretch of work took. */
export interface Elapsed {
  /** Wall seconds. */
  readonly seconds: number
  /** CPU seconds of the process, all its threads. */
  readonly cpuSeconds: number
  /** CPU seconds of the JavaScript thread; null where /proc does not tell. */
  readonly threadCpuSeconds: number | null
}

/** Starts measuring; the function it returns tells what has passed since. */
export function startStopwatch(): () => Elapsed {
  const threadBefore = readThreadCpuSeconds()
  const cpuBefore = process.cpuUsage()
  const before = performance.now()
  return () => {
    const seconds = (performance.now() - before) / 1000
    const cpu = process.cpuUsage(cpuBefore)
    const thread = readThreadCpuSeconds()
    const threadCpuSeconds = thread === null || threadBefore === null ? null : thread - threadBefore
    return { seconds, cpuSeconds: (cpu.user + cpu.system) / 1e6, threadCpuSeconds }
  }
}

/** The main thread has the process's id; the first number of its schedstat is nanoseconds on a CPU. */
function readThreadCpuSeconds(): number | null {
  if (process.platform !== 'linux') return null
  const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ')
  return Number(nanoseconds) / 1e9
}

/**
 * Largest resident set of this process so far, in MiB. Linux: VmHWM, because the maximum of getrusage is inherited from the parent across
 * fork and exec, and would report the harness.
 */
export function readPeakRssMiB(): number {
  if (process.platform !== 'linux') return process.resourceUsage().maxRSS / 1024
  const line = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync('/proc/self/status', 'utf8'))
  return Number(line?.[1]) / 1024
}
