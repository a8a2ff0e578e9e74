import { execFile } from 'node:child_process'
import { access, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

import { cacheFolder } from './cache-folder.js'

const run = promisify(execFile)
const version = '24.21.0'
const fetchLimitMs = 300_000

/**
 * A Node 24 for the peers that refuse or crawl on Node 20: the running one when it is 24 or later, else fetched once from npm into the cache
 * folder (40 MB).
 *
 * @throws where npm has no Node 24 for this platform, or cannot be reached.
 */
export async function findNode24(): Promise<string> {
  if (Number(process.versions.node.split('.')[0]) >= 24) return process.execPath
  const name = `node-${process.platform}-${process.arch}`
  const folder = join(cacheFolder(), 'node', `${version}-${process.platform}-${process.arch}`)
  const binary = join(folder, 'node_modules', name, 'bin', 'node')
  if (!(await exists(binary))) await fetchOnce(`${name}@${version}`, folder)
  return binary
}

async function fetchOnce(spec: string, folder: string): Promise<void> {
  await mkdir(join(folder, '..'), { recursive: true })
  const fresh = await mkdtemp(`${folder}-fetching-`)
  try {
    const options = ['--no-save', '--ignore-scripts', '--no-audit', '--no-fund', '--prefix', fresh]
    await run('npm', ['install', ...options, spec], { timeout: fetchLimitMs })
    // Whoever comes first gives the folder its name; a second one finds it there.
    await rename(fresh, folder).catch(async (error: unknown) => {
      if (!(await exists(folder))) throw error
    })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )
