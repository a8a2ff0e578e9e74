import { describe, expect, it } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { chmodSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { root } from '../set-up/machine.mjs'
import { temporaryFolder } from '../testing/temporary-folder.mjs'

/** Runs `.ci/run` with a program in the place of npm. */
const runWith = (npm) => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'npm'), `#!/usr/bin/env bash\n${npm}\n`)
  chmodSync(join(folder, 'npm'), 0o755)
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` }
  const { stdout, status } = spawnSync('bash', [join(root, '.ci', 'run')], { env, encoding: 'utf8' })
  return { lines: stdout.trimEnd().split('\n'), status }
}

describe('.ci/run', () => {
  it('leaves the closing line of a run that closed itself the last one', () => {
    const closed = 'echo "12 0 1" >> "$SAMSA_COUNTS_FILE"; echo closed >> "$SAMSA_COUNTS_FILE"; echo "12 passed, 0 failed, 1 skipped"'
    expect(runWith(closed)).toEqual({ lines: ['12 passed, 0 failed, 1 skipped'], status: 0 })
    expect(runWith(`${closed}; exit 1`).status).toBe(1)
  })

  it('closes a run that was killed with what it had counted and one failure', () => {
    const { lines, status } = runWith('echo "4 0 1" >> "$SAMSA_COUNTS_FILE"; echo "9 1 2" >> "$SAMSA_COUNTS_FILE"; kill -9 $$')
    expect(lines.at(-1)).toBe('9 passed, 2 failed, 2 skipped')
    expect(status).not.toBe(0)
  })

  it('closes a run that counted nothing as one failure, even if it ended well', () => {
    const { lines, status } = runWith('true')
    expect(lines.at(-1)).toBe('0 passed, 1 failed, 0 skipped')
    expect(status).toBe(1)
  })

  it('says CI=true, without standard input, silently', () => {
    const { lines } = runWith('echo "$CI $* $(cat)"; echo closed >> "$SAMSA_COUNTS_FILE"')
    expect(lines).toEqual(['true test --silent'])
  })
})
