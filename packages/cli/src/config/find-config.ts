import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { SamsaError } from '@samsa/contracts'

/** File names that are looked for in each folder, the first one wins. */
export const configNames: readonly string[] = ['worker.config.ts', 'worker.config.js', 'worker.config.mjs']

const readsAsWorkspace = (manifest: string): boolean => {
  try {
    return 'workspaces' in (JSON.parse(readFileSync(manifest, 'utf8')) as object)
  } catch {
    return false // a broken package.json is npm's to report
  }
}

const isSearchRoot = (folder: string): boolean =>
  existsSync(join(folder, '.git')) ||
  existsSync(join(folder, 'pnpm-workspace.yaml')) ||
  (existsSync(join(folder, 'package.json')) && readsAsWorkspace(join(folder, 'package.json')))

/** The folder and those above it, up to the root of the workspace or of the repository, that included. */
const foldersUpwards = (from: string): readonly string[] => {
  const folders = [from]
  let folder = from
  while (!isSearchRoot(folder) && dirname(folder) !== folder) {
    folder = dirname(folder)
    folders.push(folder)
  }
  return folders
}

const notFound = (from: string, last: string): SamsaError =>
  new SamsaError(
    'SAMSA_CONFIG_NOT_FOUND',
    `no worker.config.ts, .js or .mjs in ${from}${last === from ? '' : ` or above, up to ${last}`}: run \`worker\` in the application's folder, or name the file with --config`,
    { details: { from, last } },
  )

/**
 * Path of the worker's config: `asked` (relative to `cwd`), else the first `worker.config.{ts,js,mjs}` in `cwd` and the folders above it. The search
 * ends at the root of a workspace or of a repository.
 *
 * @throws SamsaError `SAMSA_CONFIG_NOT_FOUND`
 */
export const findConfig = (cwd: string, asked?: string | undefined): string => {
  if (asked !== undefined) {
    const path = resolve(cwd, asked)
    if (existsSync(path)) return path
    throw new SamsaError('SAMSA_CONFIG_NOT_FOUND', `no config at ${path}: correct --config (or SAMSA_CONFIG)`, { details: { path } })
  }
  const folders = foldersUpwards(resolve(cwd))
  for (const folder of folders) {
    const path = configNames.map((name) => join(folder, name)).find((candidate) => existsSync(candidate))
    if (path !== undefined) return path
  }
  throw notFound(resolve(cwd), folders.at(-1) ?? cwd)
}
