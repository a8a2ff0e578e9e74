import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { findPackages, refuseMixedVersions, refuseOtherCopy } from './mixed-versions.js'

let root = ''
beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), 'samsa-versions-')))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const install = (folder: string, name: string, version: string, dependencies: readonly string[] = []): void => {
  const path = join(root, folder, name)
  mkdirSync(path, { recursive: true })
  writeFileSync(
    join(path, 'package.json'),
    JSON.stringify({ name, version, dependencies: Object.fromEntries(dependencies.map((dependency) => [dependency, '*'])) }),
  )
}

describe('refuseMixedVersions', () => {
  it('finds a package of another version, also deep in the tree', () => {
    install('node_modules', 'samsa', '1.2.0', ['@samsa/runner', '@samsa/contracts', 'zod'])
    install('node_modules', '@samsa/contracts', '1.2.0')
    install('node_modules', '@samsa/runner', '1.2.0', ['@samsa/contracts'])
    const samsa = join(root, 'node_modules/samsa')
    expect(() => refuseMixedVersions(findPackages(samsa))).not.toThrow()
    install('node_modules/@samsa/runner/node_modules', '@samsa/contracts', '1.1.0')
    expect(() => refuseMixedVersions(findPackages(samsa))).toThrow(
      'the packages of Samsa have different versions (1.2.0 of samsa, @samsa/runner, @samsa/contracts; 1.1.0 of @samsa/contracts): install the same version of all',
    )
  })

  it('refuses an application with another copy of samsa', () => {
    install('own', 'samsa', '1.2.0')
    install('app/node_modules', 'samsa', '1.1.0')
    const own = join(root, 'own/samsa')
    expect(() => refuseOtherCopy(own, own)).not.toThrow()
    expect(() => refuseOtherCopy(join(root, 'app'), own)).toThrow(
      `the application uses samsa 1.1.0 in ${root}/app/node_modules/samsa, this is 1.2.0 in ${own}`,
    )
  })

  it('finds all packages of this repository, all of one version', () => {
    const packages = findPackages(realpathSync(fileURLToPath(new URL('../..', import.meta.url))))
    expect(packages.map(({ name }) => name)).toContain('@samsa/librdkafka')
    refuseMixedVersions(packages)
  })
})
