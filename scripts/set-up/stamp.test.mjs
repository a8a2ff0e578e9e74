import { beforeEach, describe, expect, it } from '@jest/globals'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { machineKey } from './machine.mjs'
import { areDependenciesFresh, removeStamp, writeStamp } from './stamp.mjs'
import { temporaryFolder } from '../testing/temporary-folder.mjs'

let folder = ''
beforeEach(() => {
  folder = temporaryFolder()
  mkdirSync(join(folder, 'node_modules'))
  writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lock: 1\n')
})

describe('stamp', () => {
  it('is not fresh before the first installation', async () => {
    expect(await areDependenciesFresh(folder)).toBe(false)
  })

  it('is fresh after one', async () => {
    await writeStamp(folder)
    expect(await areDependenciesFresh(folder)).toBe(true)
  })

  it('is not fresh with another lock file', async () => {
    await writeStamp(folder)
    writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lock: 2\n')
    expect(await areDependenciesFresh(folder)).toBe(false)
  })

  it.each([['linux-x64-127-glibc'], ['linux-x64-115-musl'], ['linux-arm64-115-glibc'], ['darwin-x64-115-none']])(
    'is not fresh on %s',
    async (machine) => {
      await writeStamp(folder, 'linux-x64-115-glibc')
      expect(await areDependenciesFresh(folder, machine)).toBe(false)
      expect(await areDependenciesFresh(folder, 'linux-x64-115-glibc')).toBe(true)
    },
  )

  it('is not fresh while an installation is under way', async () => {
    await writeStamp(folder)
    await removeStamp(folder)
    expect(await areDependenciesFresh(folder)).toBe(false)
  })
})

describe('machineKey', () => {
  it('names platform, machine, ABI and C library', () => {
    expect(machineKey()).toMatch(new RegExp(`^${process.platform}-${process.arch}-${process.versions.modules}-(glibc|musl|none)$`))
  })
})
