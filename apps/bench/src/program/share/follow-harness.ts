import { createInterface } from 'node:readline'

import { printReport } from '../print-report.js'
import { readJob } from '../read-job.js'

const progressMs = 50

/** Work that has begun. */
export interface Followed {
  /** Records handled so far; asked every 50 ms. */
  readonly handled: () => number
  /** Settles everything, leaves, and says what the report says. */
  readonly stop: () => Promise<object>
}

/**
 * One process of a run, as `runMembers` wants it: says that it is ready, begins when the harness says `go` (so that all processes join at the
 * same moment), prints how many records it has handled, and at `stop` stops, prints its report and ends. It ends as well when the harness is
 * gone.
 */
export async function followHarness<Job>(begin: (job: Job) => Promise<Followed>): Promise<never> {
  const job = readJob<Job>()
  const commands = createInterface({ input: process.stdin })[Symbol.asyncIterator]()
  printReport({ ready: true })
  await expectCommand(commands, 'go')
  const { handled, stop } = await begin(job)
  let told = 0
  const progress = setInterval(() => {
    const now = handled()
    if (now === told) return
    told = now
    printReport({ handled: told })
  }, progressMs)
  await expectCommand(commands, 'stop')
  clearInterval(progress)
  printReport({ report: await stop() })
  process.exit(0)
}

async function expectCommand(commands: AsyncIterator<string>, wanted: string): Promise<void> {
  const { value, done } = await commands.next()
  if (done !== true && value === wanted) return
  console.error(`The harness said ${done === true ? 'nothing more' : value}; ${wanted} was awaited.`)
  process.exit(1)
}
