import { afterAll, describe, expect, it } from '@jest/globals'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { applicationName } from './application-name.js'

const root = mkdtempSync(join(tmpdir(), 'samsa-name-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))

describe('applicationName', () => {
  it('takes the nearest package that has a name', () => {
    mkdirSync(join(root, 'app/src'), { recursive: true })
    writeFileSync(join(root, 'package.json'), '{ "name": "@shop/orders" }')
    writeFileSync(join(root, 'app/package.json'), '{ "type": "module" }')
    expect(applicationName(join(root, 'app/src'))).toBe('shop-orders')
  })

  it('has a name for what is no package', () => {
    expect(applicationName('/')).toBe('worker')
  })
})
