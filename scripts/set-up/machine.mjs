import { createHash } from 'node:crypto'
import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { delimiter, dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The root of the repository. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..')

/**
 * Where downloads and builds are kept between runs: `SAMSA_CACHE`, else `~/.cache/samsa`.
 * @param {NodeJS.ProcessEnv} env
 */
export const cacheFolder = (env = process.env) => (env.SAMSA_CACHE ? resolve(env.SAMSA_CACHE) : join(homedir(), '.cache', 'samsa'))

/** The C library of this Node: `glibc`, `musl`, or `none` where that is no question. */
export const libc = () => {
  if (process.platform !== 'linux') return 'none'
  const report = /** @type {{ header?: { glibcVersionRuntime?: string } }} */ (process.report.getReport())
  return report.header?.glibcVersionRuntime ? 'glibc' : 'musl'
}

/** What compiled things depend on, e.g. `linux-x64-115-glibc`. */
export const machineKey = () => [process.platform, process.arch, process.versions.modules, libc()].join('-')

/** @param {string | Buffer} content */
export const hash = (content) => createHash('sha256').update(content).digest('hex')

/**
 * The full path of a command on the path; `undefined` where there is none.
 * @param {string} command
 */
export const findCommand = (command) =>
  (process.env.PATH ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, command))
    .find(isExecutable)

/** @param {string} file */
const isExecutable = (file) => {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
