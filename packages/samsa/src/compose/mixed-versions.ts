import { existsSync, readFileSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { SamsaError } from '@samsa/contracts'

interface Manifest {
  readonly name: string
  readonly version: string
  readonly dependencies?: Readonly<Record<string, string>>
}

/** A package that was found, and where. */
export interface FoundPackage {
  readonly name: string
  readonly version: string
  readonly folder: string
}

const manifestOf = (folder: string): Manifest => JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest

const folderOf = (name: string, from: string): string | undefined => {
  // not `require.resolve(name)`: a package need not export its package.json, nor anything to `require`
  for (const modules of createRequire(join(from, 'package.json')).resolve.paths(name) ?? []) {
    const folder = join(modules, name)
    if (existsSync(join(folder, 'package.json'))) return realpathSync(folder)
  }
  return undefined
}

/** Every `@samsa/*` package that `folder` (that of a package) leads to, itself included, each folder once. */
export const findPackages = (folder: string): readonly FoundPackage[] => {
  const found = new Map<string, FoundPackage>()
  const visit = (at: string): void => {
    if (found.has(at)) return
    const { name, version, dependencies = {} } = manifestOf(at)
    found.set(at, { name, version, folder: at })
    for (const sibling of Object.keys(dependencies).filter((dependency) => dependency.startsWith('@samsa/'))) {
      const next = folderOf(sibling, at)
      if (next !== undefined) visit(next)
    }
  }
  visit(folder)
  return [...found.values()]
}

/**
 * Refuses packages of different versions: they share types and symbols, and are tested together only.
 *
 * @throws SamsaError `SAMSA_MIXED_VERSIONS`, naming every version that is there.
 */
export const refuseMixedVersions = (packages: readonly FoundPackage[]): void => {
  const byVersion = new Map<string, string[]>()
  for (const { name, version } of packages) byVersion.set(version, [...(byVersion.get(version) ?? []), name])
  if (byVersion.size <= 1) return
  const versions = [...byVersion].map(([version, names]) => `${version} of ${[...new Set(names)].join(', ')}`).join('; ')
  throw new SamsaError(
    'SAMSA_MIXED_VERSIONS',
    `the packages of Samsa have different versions (${versions}): install the same version of all, then remove the lock file's old entries`,
    {
      details: { packages },
    },
  )
}

/**
 * Refuses an application that imports another copy of `samsa` than the one that runs it: each has a container of its own, so nothing would be injected.
 *
 * @throws SamsaError `SAMSA_MIXED_VERSIONS`
 */
export const refuseOtherCopy = (application: string, own: string): void => {
  const theirs = folderOf('samsa', application)
  if (theirs === undefined || theirs === own) return
  throw new SamsaError(
    'SAMSA_MIXED_VERSIONS',
    `the application uses samsa ${manifestOf(theirs).version} in ${theirs}, this is ${manifestOf(own).version} in ${own}: start it with its own \`npx worker\``,
    { details: { application: theirs, own } },
  )
}

const ownFolder = (): string => realpathSync(fileURLToPath(new URL('../..', import.meta.url)))
let areChecked = false

/** Checks the packages that this copy of `samsa` stands on, once in a process, and that the application in `folder` uses this copy. */
export const checkVersions = (folder: string): void => {
  if (!areChecked) refuseMixedVersions(findPackages(ownFolder()))
  areChecked = true
  refuseOtherCopy(folder, ownFolder())
}
