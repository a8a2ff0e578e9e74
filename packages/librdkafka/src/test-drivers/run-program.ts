import { spawn } from 'node:child_process'
import { join } from 'node:path'

const fixtures = join(import.meta.dirname, '..', '..', 'fixtures')

/** Lets programs run TypeScript sources. */
export const typescriptHook = `file://${join(fixtures, 'register-typescript.mjs')}`

/** Path of a program for tests. */
export function fixture(name: string): string {
  return join(fixtures, name)
}

/** How a program ended. */
export interface ProgramEnd {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly output: string
  readonly errors: string
}

/** Runs a program of the folder `fixtures` in a process of its own. */
export function runProgram(name: string, args: readonly string[] = [], env: NodeJS.ProcessEnv = {}): Promise<ProgramEnd> {
  const child = spawn(process.execPath, ['--expose-gc', '--import', typescriptHook, fixture(name), ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code, signal) => resolve({ code, signal, output, errors }))
  })
}
