import { describe, expect, it } from '@jest/globals'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { withLock } from './lock.mjs'

const lockModule = pathToFileURL(join(import.meta.dirname, 'lock.mjs')).href
let count = 0
const freshName = () => `test ${process.pid} ${(count += 1)}`

describe('withLock', () => {
  it('lets one in at a time and everybody in the end', async () => {
    const name = freshName()
    const log = []
    const work = (id) => () =>
      new Promise((resolve) => {
        log.push(`in ${id}`)
        setImmediate(() => {
          log.push(`out ${id}`)
          resolve(id)
        })
      })
    expect(await Promise.all(['a', 'b', 'c'].map((id) => withLock(name, work(id))))).toEqual(['a', 'b', 'c'])
    for (let at = 0; at < log.length; at += 2) expect(log[at + 1]).toBe(log[at].replace('in', 'out'))
    expect(log).toHaveLength(6)
  })

  it('is let go where the work fails', async () => {
    const name = freshName()
    await expect(withLock(name, () => Promise.reject(new Error('no')))).rejects.toThrow('no')
    expect(await withLock(name, async () => 'yes')).toBe('yes')
  })

  it('is let go where its holder is killed', async () => {
    const name = freshName()
    const program = `import { withLock } from ${JSON.stringify(lockModule)}
await withLock(${JSON.stringify(name)}, () => new Promise(() => { console.log('held'); setInterval(() => {}, 1000) }))`
    const holder = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(holder.stdout, 'data')
    const entered = withLock(name, async () => 'mine')
    holder.kill('SIGKILL')
    expect(await entered).toBe('mine')
  })
})
