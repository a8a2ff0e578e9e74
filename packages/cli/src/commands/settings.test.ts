import { describe, expect, it, jest } from '@jest/globals'
import { fileURLToPath } from 'node:url'
import { runSource } from '@samsa/testkit'

// processes of their own, on machines that do other things as well
jest.setTimeout(60_000)

const main = fileURLToPath(new URL('../../fixtures/fake-worker/main.ts', import.meta.url))
const settings = async (args: readonly string[], fake = '') => {
  const run = runSource(main, ['settings', ...args], {
    cwd: fileURLToPath(new URL('../../fixtures/configs/shop', import.meta.url)),
    env: { FAKE: fake },
  })
  return { code: await run.ended, ...run.output() }
}

describe('worker settings', () => {
  it('prints what is declared beside what the broker has, and what keeps a worker from starting: 1', async () => {
    const { code, stdout, stderr } = await settings(['--group', 'jobs'])
    expect(stdout.split('\n').map((line) => line.split(/ {2,}/))).toEqual([
      ['group', 'setting', "Kafka's name", 'declared', 'on the broker', 'source', 'state'],
      ['jobs', 'lockDuration', 'share.record.lock.duration.ms', '30000', '45000', 'group', 'differs'],
      [''],
    ])
    expect(stderr).toBe('worker: SAMSA_GROUP_SETTING another value jobs [redacted]\n')
    expect(code).toBe(1)
  })

  it('--apply sets it: 0', async () => {
    const { code, stdout, stderr } = await settings(['--apply'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(/ equal\nset: share\.x=1 in group jobs\n$/)
  })

  it('--json prints one object', async () => {
    const { stdout } = await settings(['--json'])
    expect(JSON.parse(stdout)).toMatchObject({
      version: 1,
      settings: [{ group: 'jobs', declared: '30000', onBroker: '45000', state: 'differs' }],
      set: [],
      problems: [{ code: 'SAMSA_GROUP_SETTING' }],
    })
  })

  it('says that there is nothing to compare: 0', async () => {
    expect(await settings([], 'nothing')).toEqual({ code: 0, stdout: 'no share group declares settings\n', stderr: '' })
  })

  it('says that no broker was reached: 3', async () => {
    expect(await settings([], 'no-broker')).toEqual({ code: 3, stdout: '', stderr: 'worker: SAMSA_NO_BROKER no broker answers\n' })
  })
})
