import { must } from './scenario.js'
import { until } from './until.js'
import type { WorkerProcess } from './worker-process.js'

/** How a worker ended that could not do what it was asked to. */
export interface Complaint {
  /** Its error lines, whether logged or printed. */
  readonly errors: readonly string[]
  readonly exitCode: number | null
}

/** Waits for the end of a worker and answers what it complained of. */
export async function complaintOf(worker: WorkerProcess): Promise<Complaint> {
  await until(`${worker.name} ends`, () => !worker.running)
  const exitCode = await worker.exit
  const logged = worker.lines.filter(({ level }) => level === 'error').map(({ code, msg }) => `${code} ${msg}`)
  return { exitCode, errors: [...logged, ...worker.prints.map((line) => line.replace(/^worker: /, ''))] }
}

/** One error line, with a code of Samsa and the words that help, no stack trace, and this exit code. */
export async function complainsOnce(
  worker: WorkerProcess,
  exitCode: number,
  code: string,
  ...words: readonly (string | RegExp)[]
): Promise<void> {
  const complaint = await complaintOf(worker)
  const told = `${code}: ${JSON.stringify(complaint, null, 2)}`
  must(complaint.exitCode === exitCode, `the exit code should be ${exitCode}, for ${told}`)
  must(complaint.errors.length === 1, `there should be one line, for ${told}`)
  const [line = ''] = complaint.errors
  must(line.startsWith(code), `the line should have the code, for ${told}`)
  for (const word of words)
    must(typeof word === 'string' ? line.includes(word) : word.test(line), `the line should say ${word}, for ${told}`)
  const traced = worker.lines.filter(({ level, error }) => level === 'error' && JSON.stringify(error ?? '').includes('    at '))
  must(traced.length === 0 && !/\n? {2,}at /.test(line), `there should be no stack trace, for ${told}`)
}
