import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { transformSync } from '@swc/core'

const packageFolder = fileURLToPath(new URL('../..', import.meta.url))
// the hook that `worker` gives to applications
const loader = fileURLToPath(new URL('../../../cli/src/config/typescript-loader.ts', import.meta.url))

const writeWhole = (path: string, text: string): void => {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, text)
  renameSync(draft, path) // two test files may do this at once
}

/**
 * Options of `node` that run TypeScript sources, those of the siblings included, so that nothing has to be built before tests that need a process of
 * their own.
 */
export const sourceRunOptions = (): readonly string[] => {
  const folder = join(packageFolder, 'build', 'test')
  mkdirSync(folder, { recursive: true })
  const source = readFileSync(loader, 'utf8')
  const { code } = transformSync(source, {
    swcrc: false,
    configFile: false,
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  })
  writeWhole(join(folder, 'loader.mjs'), code)
  writeWhole(
    join(folder, 'register.mjs'),
    "import { register } from 'node:module'\nprocess.setSourceMapsEnabled(true)\nregister('./loader.mjs', import.meta.url)\n",
  )
  return [
    '--conditions=@samsa/source',
    '--disable-warning=ExperimentalWarning',
    '--import',
    pathToFileURL(join(folder, 'register.mjs')).href,
  ]
}

/** A process that is being tested. */
export interface SourceRun {
  readonly process: ChildProcess
  /** What it wrote so far. */
  readonly output: () => { readonly stdout: string; readonly stderr: string }
  /** Fulfilled as soon as the standard output contains `text`; rejects where the process ends before. */
  readonly printed: (text: string) => Promise<void>
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals | null>
}

/** Runs a TypeScript file as a process of its own. */
export const runSource = (
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env?: NodeJS.ProcessEnv } = {},
): SourceRun => {
  const { NODE_OPTIONS: _jest, ...inherited } = process.env
  const child = spawn(process.execPath, [...sourceRunOptions(), file, ...args], {
    cwd: options.cwd ?? process.cwd(),
    env: { ...inherited, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  const waiting = new Set<() => void>()
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text
    for (const check of waiting) check()
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => void (stderr += text))
  const ended = new Promise<number | NodeJS.Signals | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? signal))
  })
  const printed = (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      const check = (): void => {
        if (!stdout.includes(text)) return
        waiting.delete(check)
        resolve()
      }
      waiting.add(check)
      check()
      void ended.then((code) => reject(new Error(`ended with ${String(code)} before it printed ${text}\n${stdout}\n${stderr}`)), reject)
    })
  return { process: child, output: () => ({ stdout, stderr }), printed, ended }
}
