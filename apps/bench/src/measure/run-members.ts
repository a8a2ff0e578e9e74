import { type ChildProcess, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

import type { Program } from '../candidates/candidate.js'
import { CandidateFailure } from './run-candidate.js'

const keptErrorChars = 2000

/** A run of several processes that share the work. */
export interface MembersRun {
  /** One for each process. */
  readonly programs: readonly Program[]
  /** Records that they handle together; they are told to stop when they have. */
  readonly records: number
  /** Time for all of it. */
  readonly limitMs: number
  /** Ends it early. */
  readonly signal: AbortSignal
}

interface Line<Report> {
  readonly ready?: true
  readonly handled?: number
  readonly report?: Report
}

/**
 * Runs member processes side by side: `go` to all when all are ready, `stop` to all when they have handled the records together, and their
 * reports when they have settled them. Each prints JSON lines: `{ready}`, `{handled}` as it goes on, `{report}`.
 *
 * The processes are killed when one fails, at the limit, or when the signal fires, and never outlive this call.
 *
 * @throws CandidateFailure when one ended without a report, or at the limit; it says how far they came.
 */
export async function runMembers<Report>({ programs, records, limitMs, signal }: MembersRun): Promise<readonly Report[]> {
  signal.throwIfAborted()
  const handled = programs.map(() => 0)
  const ready = programs.map(() => false)
  let isStopped = false
  const members = programs.map(({ file, args }) => spawn(file, args, { stdio: ['pipe', 'pipe', 'pipe'] }))
  const tell = (word: string): void => members.forEach(({ stdin }) => void stdin.write(`${word}\n`))
  const onLine = (index: number, line: Line<Report>): void => {
    if (line.ready) {
      ready[index] = true
      if (ready.every(Boolean)) tell('go')
    }
    handled[index] = line.handled ?? handled[index]!
    if (isStopped || sum(handled) < records) return
    isStopped = true
    tell('stop')
  }
  let isLate = false
  const kill = (): void => members.forEach((member) => void member.kill('SIGKILL'))
  const timer = setTimeout(() => {
    isLate = true
    kill()
  }, limitMs)
  signal.addEventListener('abort', kill)
  try {
    return await Promise.all(members.map((member, index) => readReport<Report>(member, (line) => onLine(index, line))))
  } catch (error) {
    signal.throwIfAborted()
    throw isLate ? new CandidateFailure(`${sum(handled)} of ${records} records within ${limitMs / 1000} s\n${String(error)}`) : error
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
    kill()
  }
}

function readReport<Report>(member: ChildProcess, onLine: (line: Line<Report>) => void): Promise<Report> {
  let report: Report | undefined
  let errors = ''
  const lines = createInterface({ input: member.stdout! })
  lines.on('line', (text) => {
    if (!text.startsWith('{')) return
    const line = JSON.parse(text) as Line<Report>
    report = line.report ?? report
    onLine(line)
  })
  member.stderr!.setEncoding('utf8').on('data', (chunk: string) => void (errors = (errors + chunk).slice(-2 * keptErrorChars)))
  // A member that is gone takes no commands; why it is gone is told by its end.
  member.stdin!.on('error', () => {})
  return new Promise((resolve, reject) => {
    member.once('error', reject)
    member.once('close', (code, by) => {
      if (report !== undefined && code === 0) resolve(report)
      else reject(new CandidateFailure(`it ended with ${code ?? by} and without a report\n${errors.slice(-keptErrorChars)}`.trimEnd()))
    })
  })
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
