import { describe, expect, it, jest } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { runSource } from '@samsa/testkit'

// processes of their own, on machines that do other things as well
jest.setTimeout(60_000)

const bin = fileURLToPath(new URL('./worker-bin.ts', import.meta.url))
const cwd = fileURLToPath(new URL('../fixtures/shop', import.meta.url))

const handled = (stdout: string): readonly string[] => stdout.split('\n').filter((line) => line.startsWith('handled '))

describe('worker', () => {
  it('start --embedded --until-idle handles everything through a decorated class, injected, retried, and exits with 0', async () => {
    const run = runSource(bin, ['start', '--embedded', '--until-idle', '500ms'], { cwd })
    const code = await run.ended
    const { stdout, stderr } = run.output()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const expected = Array.from({ length: 10 }, (_, id) => `handled key-${id} ${id} none at attempt ${id === 3 ? 3 : 1}`)
    expect([...handled(stdout)].sort()).toEqual(expected)
    expect(stdout.trim().split('\n').at(-2)).toBe('torn down')
    expect(stdout).toContain('what it cannot show: ')
  })

  it('--version is that of the package', async () => {
    const run = runSource(bin, ['--version'])
    expect(await run.ended).toBe(0)
    expect(run.output().stdout).toMatch(/^\d+\.\d+\.\d+\n$/)
  })

  it('start --log-records writes keys, values and headers', async () => {
    const run = runSource(bin, ['start', '--embedded', '--until-idle', '200ms', '--log-records'], { cwd })
    expect(await run.ended).toBe(0)
    const lines = run
      .output()
      .stdout.split('\n')
      .filter((line) => line.includes('"msg":"record"'))
    expect(JSON.parse(lines.find((line) => line.includes('key-7')) ?? '{}')).toMatchObject({
      topic: 'orders',
      group: 'billing',
      key: 'key-7',
      value: { id: 7, note: 'none' },
    })
  })
})
