import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash, machineKey } from './machine.mjs'

/** @param {string} folder the root of a checkout */
const stampFile = (folder) => join(folder, 'node_modules', '.samsa-set-up')

/**
 * What the dependencies of a checkout depend on: its lock file, Node's ABI, platform and C library.
 * @param {string} folder
 * @param {string} [machine]
 */
export const describeDependencies = async (folder, machine = machineKey()) =>
  `${hash(await readFile(join(folder, 'pnpm-lock.yaml'))).slice(0, 32)} ${machine}\n`

/**
 * Whether the dependencies in `node_modules` are those of the lock file, installed on a machine like this.
 * @param {string} folder
 * @param {string} [machine]
 */
export const areDependenciesFresh = async (folder, machine) => {
  const stamp = await readFile(stampFile(folder), 'utf8').catch(() => '')
  return stamp === (await describeDependencies(folder, machine))
}

/** Says that the dependencies may be half installed from now on. @param {string} folder */
export const removeStamp = (folder) => rm(stampFile(folder), { force: true })

/** @param {string} folder @param {string} [machine] */
export const writeStamp = async (folder, machine) => writeFile(stampFile(folder), await describeDependencies(folder, machine))
