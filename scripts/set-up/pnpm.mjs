import { existsSync, readFileSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { cacheFolder, root } from './machine.mjs'
import { npm } from './npm.mjs'
import { runWithRetries } from './run.mjs'

/** The version in `packageManager` of package.json. @param {string} packageManager e.g. `pnpm@10.34.9` */
export const exactPnpmVersion = (packageManager) => {
  const version = /^pnpm@(\d+\.\d+\.\d+)/.exec(packageManager)?.[1]
  if (version === undefined) throw new Error(`package.json: packageManager is \`${packageManager}\`, not an exact version of pnpm`)
  return version
}

/** The folder that pnpm is in, whether or not it is there yet. */
const pnpmFolder = () => {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  return join(cacheFolder(), 'pnpm', exactPnpmVersion(packageManager))
}

/** The folder that has a `pnpm` command in it: turbo looks for one on the path. */
export const pnpmBinFolder = () => join(pnpmFolder(), 'node_modules', '.bin')

const pnpmScript = () => join(pnpmFolder(), 'node_modules', 'pnpm', 'bin', 'pnpm.cjs')

/** Puts the exact version of pnpm into the cache, once. */
export const ensurePnpm = async () => {
  if (existsSync(pnpmScript())) return
  const folder = pnpmFolder()
  const parent = join(cacheFolder(), 'pnpm')
  await mkdir(parent, { recursive: true })
  const fresh = await mkdtemp(join(parent, 'fetching-'))
  try {
    const version = folder.slice(parent.length + 1)
    console.log(`fetching pnpm ${version}`)
    await npm(['install', '--prefix', fresh, '--no-save', '--no-audit', '--no-fund', `pnpm@${version}`], { tries: 3, limitMs: 3 * 60_000 })
    await rm(folder, { recursive: true, force: true })
    await rename(fresh, folder)
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

/**
 * Installs exactly what the lock file says.
 */
export const installDependencies = async () => {
  console.log('installing dependencies')
  const args = [pnpmScript(), 'install', '--frozen-lockfile', '--config.confirmModulesPurge=false', '--reporter=append-only']
  await runWithRetries(process.execPath, args, { cwd: root, tries: 3, what: 'pnpm install', limitMs: 10 * 60_000, quiet: true })
}
