import { findCommand } from './machine.mjs'
import { run, runWithRetries } from './run.mjs'
import { UserError } from './user-error.mjs'

/**
 * @typedef {object} SystemPackage
 * @property {string} name Debian's name of the package
 * @property {() => boolean} isPresent
 */

const installLimitMs = 15 * 60_000

/**
 * The words of the command that installs packages on Debian.
 * @param {readonly string[]} names
 */
export const installCommand = (names) => ['apt-get', 'install', '-y', '--no-install-recommends', ...names]

/**
 * Installs what is missing, as root and on Debian only, naming it first; elsewhere one line names the command. Never calls sudo.
 * @param {readonly SystemPackage[]} packages
 * @param {string} purpose why they are needed, for the message
 */
export const ensureSystemPackages = async (packages, purpose) => {
  const names = packages.filter((one) => !one.isPresent()).map((one) => one.name)
  if (names.length > 0) await installSystemPackages(names, purpose)
}

/**
 * @param {readonly string[]} names
 * @param {string} purpose
 */
export const installSystemPackages = async (names, purpose) => {
  const [command, ...args] = /** @type {[string, ...string[]]} */ (installCommand(names))
  const isDebian = findCommand('apt-get') !== undefined
  if (!isDebian) throw new UserError(`${purpose} needs ${names.join(', ')} (names of Debian's packages): install them and try again`)
  if (process.getuid?.() !== 0)
    throw new UserError(`${purpose} needs ${names.join(', ')}: run \`${[command, ...args].join(' ')}\` as root and try again`)
  console.log(`installing Debian packages for ${purpose}: ${names.join(' ')}`)
  const options = ['-o', 'Acquire::Retries=3', '-o', 'DPkg::Lock::Timeout=300', '-q']
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  const first = await run(command, [...options, ...args], { limitMs: installLimitMs, env, quiet: true })
  if (first.code === 0) return
  // Most often the lists of packages are missing or old.
  await runWithRetries('apt-get', [...options, 'update'], { tries: 3, what: 'apt-get update', limitMs: 5 * 60_000, env, quiet: true })
  await runWithRetries(command, [...options, ...args], { tries: 2, what: 'apt-get install', limitMs: installLimitMs, env, quiet: true })
}
