import { describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startKeeper } from './keeper.js'

const temporaryFolder = (): string => mkdtempSync(join(tmpdir(), 'samsa-keeper-test-'))

describe('startKeeper', () => {
  it('removes the folder when it is closed', async () => {
    const folder = temporaryFolder()
    await startKeeper(folder).close()
    expect(existsSync(folder)).toBe(false)
  })

  it('kills the process it watches last', async () => {
    const folder = temporaryFolder()
    const child = spawn('sleep', ['600'], { stdio: 'ignore' })
    const ended = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
    const keeper = startKeeper(folder)
    keeper.watch(1_000_000_000)
    keeper.watch(child.pid)
    await keeper.close()
    expect(await ended).toBe('SIGKILL')
    expect(existsSync(folder)).toBe(false)
  })

  it('kills nobody once the process is named as gone', async () => {
    const child = spawn('sleep', ['600'], { stdio: 'ignore' })
    const keeper = startKeeper(temporaryFolder())
    keeper.watch(child.pid)
    keeper.watch(undefined)
    await keeper.close()
    expect(child.exitCode).toBe(null)
    expect(child.kill('SIGKILL')).toBe(true)
  })
})
