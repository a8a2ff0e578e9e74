// `npm start`: sets everything up, then runs the example application on a broker inside its own process. Ctrl-C stops it.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPackages } from './set-up/build.mjs'
import { cacheFolder, root } from './set-up/machine.mjs'
import { killGroup } from './set-up/run.mjs'
import { setUp } from './set-up/set-up.mjs'
import { describeError } from './set-up/user-error.mjs'

const sameSignalMs = 500

/**
 * Passes signals on to the worker, in a process group of its own. Ctrl-C comes here twice, from the terminal and from npm, and so does the
 * SIGTERM of a supervisor that signals a whole group: to the worker a second signal means to end at once, so it must get one only.
 * @param {import('node:child_process').ChildProcess} child
 */
const passSignals = (child) => {
  /** @type {Map<NodeJS.Signals, number>} */
  const lastAt = new Map()
  /** @param {NodeJS.Signals} signal */
  const pass = (signal) => {
    const now = performance.now()
    if (now - (lastAt.get(signal) ?? -sameSignalMs) >= sameSignalMs) child.kill(signal)
    lastAt.set(signal, now)
  }
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGTSTP'])) process.on(signal, pass)
  process.on('SIGHUP', () => pass('SIGTERM'))
  process.on('exit', () => killGroup(child.pid))
}

const startWorker = () => {
  const { bin } = JSON.parse(readFileSync(join(root, 'packages', 'samsa', 'package.json'), 'utf8'))
  const worker = join(root, 'packages', 'samsa', bin.worker)
  const args = [worker, 'start', '--embedded', ...process.argv.slice(2)]
  const child = spawn(process.execPath, args, { cwd: join(root, 'apps', 'example-orders'), stdio: 'inherit', detached: true })
  passSignals(child)
  child.once('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1
  })
}

try {
  process.env.SAMSA_CACHE = cacheFolder()
  await setUp(() => buildPackages({ quiet: true }))
  startWorker()
} catch (error) {
  console.error(describeError(error))
  process.exitCode = 1
}
