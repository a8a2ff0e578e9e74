import { afterEach, beforeEach, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { findConfig } from './find-config.js'

let root = ''
beforeEach(() => void (root = realpathSync(mkdtempSync(join(tmpdir(), 'samsa-find-config-')))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

const file = (path: string, text = ''): string => {
  mkdirSync(dirname(join(root, path)), { recursive: true })
  writeFileSync(join(root, path), text)
  return join(root, path)
}

describe('findConfig', () => {
  it('finds the nearest config upwards, TypeScript first', () => {
    file('repo/.git/HEAD')
    const outer = file('repo/worker.config.mjs')
    const inner = file('repo/app/worker.config.ts')
    file('repo/app/worker.config.js')
    file('repo/app/src/deep/x')
    expect(findConfig(join(root, 'repo/app/src/deep'))).toBe(inner)
    expect(findConfig(join(root, 'repo'))).toBe(outer)
  })

  it.each([
    ['.git', 'repo/.git/HEAD', ''],
    ['pnpm-workspace.yaml', 'repo/pnpm-workspace.yaml', ''],
    ['package.json with workspaces', 'repo/package.json', '{ "workspaces": ["apps/*"] }'],
  ])('does not look above a folder with %s', (_what, path, text) => {
    file('worker.config.ts')
    file(path, text)
    file('repo/app/package.json', '{ "name": "app" }')
    expect(() => findConfig(join(root, 'repo/app'))).toThrow(
      `no worker.config.ts, .js or .mjs in ${root}/repo/app or above, up to ${root}/repo: run \`worker\` in the application's folder, or name the file with --config`,
    )
  })

  it('takes the file that is asked for, and says so where it is not there', () => {
    const path = file('app/my.config.ts')
    expect(findConfig(join(root, 'app'), 'my.config.ts')).toBe(path)
    expect(() => findConfig(root, 'my.config.ts')).toThrow(expect.objectContaining({ code: 'SAMSA_CONFIG_NOT_FOUND' }))
  })
})
