import { type BenchOptions, parseBenchOptions, usage } from './bench-options.js'
import type { Sample } from './measure/sample.js'
import { formatOutcome } from './report/format-outcome.js'
import { runTask } from './run-task.js'
import { consume } from './tasks/consume.js'
import { partitions } from './tasks/partitions.js'
import { produce } from './tasks/produce.js'
import type { Task } from './tasks/task.js'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(`ended by ${signal}`)))

process.exitCode = await main(process.argv.slice(2))

/** 0: every candidate ran and proved its work. 1: at least one did not, or nothing could run. */
async function main(argv: readonly string[]): Promise<number> {
  let options: BenchOptions
  try {
    options = parseBenchOptions(argv)
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${usage}`)
    return 1
  }
  if (options.task === 'produce') return runAndPrint(produce, options)
  return runAndPrint(options.task === 'consume' ? consume : partitions, options)
}

async function runAndPrint<Job, Report extends Sample>(task: Task<Job, Report>, options: BenchOptions): Promise<number> {
  try {
    const outcome = await runTask({ task, options, say: (line) => console.error(line), signal: stop.signal })
    process.stdout.write(`${formatOutcome(outcome, task.candidates(options), options)}\n`)
    return outcome.failures.size === 0 ? 0 : 1
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}
