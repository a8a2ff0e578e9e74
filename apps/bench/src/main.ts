import { type BenchOptions, parseBenchOptions, usage } from './bench-options.js'
import type { Sample } from './measure/sample.js'
import { formatOutcome } from './report/format-outcome.js'
import { formatShare } from './report/format-share.js'
import { runTask } from './run-task.js'
import { runShare } from './share/run-share.js'
import { parseShareOptions, shareUsage } from './share/share-options.js'
import { isComplete } from './share/share-outcome.js'
import { consume } from './tasks/consume.js'
import { partitions } from './tasks/partitions.js'
import { produce } from './tasks/produce.js'
import type { Task } from './tasks/task.js'

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort(new Error(`ended by ${signal}`)))
const say = (line: string): void => console.error(line)

process.exitCode = await main(process.argv.slice(2))

/** 0: every candidate ran and proved its work. 1: at least one did not, or nothing could run. */
async function main(argv: readonly string[]): Promise<number> {
  if (argv[0] === 'share') {
    const shareOptions = parse(() => parseShareOptions(argv.slice(1)), shareUsage)
    if (shareOptions === null) return 1
    return print(async () => {
      const outcome = await runShare(shareOptions, say, stop.signal)
      return { text: formatShare(outcome, shareOptions), complete: isComplete(outcome) }
    })
  }
  const options = parse(() => parseBenchOptions(argv), usage)
  if (options === null) return 1
  if (options.task === 'produce') return runAndPrint(produce, options)
  return runAndPrint(options.task === 'consume' ? consume : partitions, options)
}

function parse<Options>(read: () => Options, howTo: string): Options | null {
  try {
    return read()
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${howTo}`)
    return null
  }
}

function runAndPrint<Job, Report extends Sample>(task: Task<Job, Report>, options: BenchOptions): Promise<number> {
  return print(async () => {
    const outcome = await runTask({ task, options, say, signal: stop.signal })
    return { text: formatOutcome(outcome, task.candidates(options), options), complete: outcome.failures.size === 0 }
  })
}

async function print(run: () => Promise<{ readonly text: string; readonly complete: boolean }>): Promise<number> {
  try {
    const { text, complete } = await run()
    process.stdout.write(`${text}\n`)
    return complete ? 0 : 1
  } catch (error) {
    console.error((error as Error).message)
    return 1
  }
}
