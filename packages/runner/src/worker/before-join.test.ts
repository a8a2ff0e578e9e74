import { describe, expect, it } from '@jest/globals'
import { SamsaError, type SamsaErrorCode } from '@samsa/contracts'
import { turns } from '../testing/turns.js'
import { workerHarness } from '../testing/worker-harness.js'

describe('before joining', () => {
  it('nothing is opened, and setup has ended', async () => {
    const seen: string[] = []
    let pass: () => void = () => undefined
    const beforeJoin = async (): Promise<void> => {
      seen.push('check')
      await new Promise<void>((resolve) => (pass = resolve))
    }
    const { worker, engine, clock } = workerHarness({ parts: { beforeJoin, setup: () => void seen.push('setup') } })
    const started = worker.start()
    await turns()
    expect([seen, engine.sessions.length, worker.state]).toEqual([['setup', 'check'], 0, 'starting'])
    pass()
    await turns()
    await clock.advance(100)
    await started
    expect(engine.sessions).toHaveLength(1)
    await worker.stop()
  })

  it.each<[SamsaErrorCode, number]>([
    ['SAMSA_GROUP_SETTING', 1],
    ['SAMSA_DEAD_LETTER_TOPIC', 1],
    ['SAMSA_AUTHORIZATION', 1],
    ['SAMSA_NO_BROKER', 3],
    ['SAMSA_AUTHENTICATION', 3],
  ])('%s ends the start with exit code %d, and nothing is opened', async (code, exitCode) => {
    const { worker, engine } = workerHarness({ parts: { beforeJoin: () => Promise.reject(new SamsaError(code, 'wrong')) } })
    await expect(worker.start()).rejects.toMatchObject({ code })
    expect(await worker.ended).toMatchObject({ exitCode, error: { code } })
    expect(engine.sessions).toHaveLength(0)
  })

  it('a stop ends the wait', async () => {
    let told: AbortSignal | null = null
    const beforeJoin = (signal: AbortSignal): Promise<void> => {
      told = signal
      return new Promise(() => undefined)
    }
    const { worker, engine } = workerHarness({ parts: { beforeJoin } })
    const started = worker.start()
    await turns()
    expect(await worker.stop()).toMatchObject({ exitCode: 0, error: null })
    await expect(started).rejects.toMatchObject({ code: 'SAMSA_STOPPED' })
    expect([told!['aborted'], engine.sessions.length]).toEqual([true, 0])
  })
})
