import { describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { temporaryFolder } from '../testing/temporary-folder.mjs'

const tallyModule = pathToFileURL(join(import.meta.dirname, 'tally.mjs')).href
const file = join(temporaryFolder(), 'counts')

/** Runs a program with a tally in a process of its own, and gives what it printed and its exit code. */
const play = (code) => {
  const program = `import { Tally } from ${JSON.stringify(tallyModule)}
const tally = new Tally({ file: process.argv[1] })
tally.closeAtExit()
${code}`
  const { stdout, status } = spawnSync(process.execPath, ['--input-type=module', '-e', program, file], { encoding: 'utf8' })
  return { lastLine: stdout.trimEnd().split('\n').at(-1), status, stdout }
}

describe('Tally', () => {
  it('closes with the sum of all suites', () => {
    const { lastLine, status, stdout } = play(`
      tally.begin('unit'); tally.end({ passed: 5, failed: 0, skipped: 1 }, 2)
      tally.begin('types'); tally.end({ passed: 7, failed: 0, skipped: 0 }, 3)`)
    expect(lastLine).toBe('12 passed, 0 failed, 1 skipped')
    expect(stdout).toContain('unit   5 passed, 0 failed, 1 skipped  2 s\ntypes  7 passed, 0 failed, 0 skipped  3 s\n')
    expect(status).toBe(0)
  })

  it('closes after a crash, counting what was running as failed', () => {
    const { lastLine, status } = play(`
      tally.begin('unit'); tally.end({ passed: 5, failed: 0, skipped: 0 }, 2)
      tally.begin('types'); setImmediate(() => { throw new Error('crash') })`)
    expect(lastLine).toBe('5 passed, 1 failed, 0 skipped')
    expect(status).not.toBe(0)
  })

  it('closes at process.exit, and fails with an exit code that says so', () => {
    const { lastLine, status } = play(`tally.begin('unit'); tally.end({ passed: 0, failed: 2, skipped: 0 }, 1); process.exit()`)
    expect(lastLine).toBe('0 passed, 2 failed, 0 skipped')
    expect(status).toBe(1)
  })

  it('leaves its counts for whoever has to close a killed run', () => {
    play(`tally.begin('unit'); tally.end({ passed: 4, failed: 1, skipped: 2 }, 1); process.kill(process.pid, 'SIGKILL')`)
    expect(readFileSync(file, 'utf8').trimEnd().split('\n').at(-1)).toBe('4 1 2')
  })
})
