import { describe, expect, it, jest } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { runSource } from '@samsa/testkit'

// processes of their own, on machines that do other things as well
jest.setTimeout(60_000)

const bin = fileURLToPath(new URL('./worker-bin.ts', import.meta.url))
const cwd = fileURLToPath(new URL('../fixtures/shop', import.meta.url))

const jobs = fileURLToPath(new URL('../fixtures/jobs', import.meta.url))

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

  it('start --embedded runs a share group with what it declares, and delivers again what was released', async () => {
    const run = runSource(bin, ['start', '--embedded', '--until-idle', '500ms'], { cwd: jobs, env: { FIXTURE_SENDS: '1' } })
    const code = await run.ended
    const { stdout, stderr } = run.output()
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const ran = stdout.split('\n').filter((line) => line.startsWith('ran '))
    expect(ran.sort()).toEqual(Array.from({ length: 10 }, (_, id) => `ran job ${id} at delivery ${id === 3 ? 2 : 1}`))
  })

  it('start --embedded refuses share groups that declare different settings for the one broker there is: 1', async () => {
    const run = runSource(bin, ['start', '--embedded'], { cwd: jobs, env: { FIXTURE_OTHER_LOCK: '5s' } })
    expect(await run.ended).toBe(1)
    expect(run.output().stdout).toMatch(
      /SAMSA_GROUP_SETTING.*shareGroup\('others'\)\.settings\.lockDuration .*5000 here, 20000 in shareGroup\('jobs'\)/,
    )
  })

  it('start --health-port answers probes, and a status without settings and without records', async () => {
    const run = runSource(bin, ['start', '--embedded', '--health-port', '0'], { cwd })
    await run.printed('handled key-9')
    await run.printed('worker is running')
    const port = /"port":(\d+)/.exec(run.output().stdout)?.[1]
    const get = async (path: string) => {
      const response = await fetch(`http://127.0.0.1:${port}${path}`)
      return { code: response.status, body: await response.text() }
    }
    expect([await get('/livez'), await get('/readyz')]).toEqual([
      { code: 200, body: '' },
      { code: 200, body: '' },
    ])
    const status = await get('/status')
    expect(JSON.parse(status.body)).toMatchObject({
      version: 1,
      state: 'running',
      ready: true,
      groups: [{ group: 'billing', state: 'joined' }],
    })
    expect(status.body).not.toMatch(/key-9|bootstrap/)
    run.process.kill('SIGINT')
    expect(await run.ended).toBe(0)
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
