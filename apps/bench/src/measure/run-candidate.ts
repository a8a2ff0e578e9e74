import { type ChildProcess, spawn } from 'node:child_process'

import type { Program } from '../candidates/candidate.js'

/** A candidate that printed no report: what it ended with, and the end of what it said. */
export class CandidateFailure extends Error {
  override readonly name = 'CandidateFailure'
}

const keptErrorChars = 2000

/**
 * Runs one candidate in a process of its own and returns the report it printed: the last line of its output, parsed.
 *
 * The process is killed at the limit or when the signal fires, and never outlives this call.
 *
 * @throws CandidateFailure when it ended without a report, with a code other than 0, or at the limit.
 */
export async function runCandidate<Report>(program: Program, limitMs: number, signal: AbortSignal): Promise<Report> {
  signal.throwIfAborted()
  const child = spawn(program.file, program.args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const kill = (): void => void child.kill('SIGKILL')
  const timer = setTimeout(kill, limitMs)
  signal.addEventListener('abort', kill)
  try {
    const { code, output, errors } = await ended(child)
    signal.throwIfAborted()
    const line = output.trimEnd().split('\n').at(-1) ?? ''
    if (code === 0 && line.startsWith('{')) return JSON.parse(line) as Report
    const how = code === 'SIGKILL' ? `no report within ${limitMs / 1000} s` : `it ended with ${code} and without a report`
    throw new CandidateFailure(`${how}\n${errors.slice(-keptErrorChars)}`.trimEnd())
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', kill)
  }
}

interface Ended {
  readonly code: number | NodeJS.Signals | null
  readonly output: string
  readonly errors: string
}

function ended(child: ChildProcess): Promise<Ended> {
  let output = ''
  let errors = ''
  child.stdout?.setEncoding('utf8').on('data', (chunk: string) => void (output += chunk))
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => void (errors = (errors + chunk).slice(-2 * keptErrorChars)))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, by) => resolve({ code: code ?? by, output, errors }))
  })
}
