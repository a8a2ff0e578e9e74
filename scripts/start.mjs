// `npm start`: sets everything up, then runs the example application on a broker inside its own process. Ctrl-C stops it.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildPackages } from './set-up/build.mjs'
import { cacheFolder, root } from './set-up/machine.mjs'
import { setUp } from './set-up/set-up.mjs'
import { describeError } from './set-up/user-error.mjs'

const startWorker = () => {
  const { bin } = JSON.parse(readFileSync(join(root, 'packages', 'samsa', 'package.json'), 'utf8'))
  const worker = join(root, 'packages', 'samsa', bin.worker)
  const args = [worker, 'start', '--embedded', ...process.argv.slice(2)]
  const child = spawn(process.execPath, args, { cwd: join(root, 'apps', 'example-orders'), stdio: 'inherit' })
  // In a terminal Ctrl-C reaches the worker by itself; it decides when this ends.
  process.on('SIGINT', () => undefined)
  process.on('SIGTERM', () => child.kill('SIGTERM'))
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
