import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { patientHandler } from '../testing/patient-handler.js'
import { committed, startHarness } from '../testing/start-harness.js'
import { turns, until } from '../testing/turns.js'
import { fakeSender, workerHarness } from '../testing/worker-harness.js'

describe('a worker', () => {
  it('starts, handles, stops with exit code 0 and commits', async () => {
    const harness = workerHarness()
    await startHarness(harness, 'a', 'b')
    expect(harness.worker.state).toBe('running')
    const end = await harness.worker.stop()
    expect(end).toEqual({ exitCode: 0, error: null, later: [], cut: [], unansweredSettlements: 0, unansweredSends: 0, hung: false })
    expect([harness.states(), committed(harness), harness.clock.waiting()]).toEqual([['starting', 'running', 'stopping', 'stopped'], 2, 0])
  })

  it('tells the engine what the plan says', async () => {
    const harness = workerHarness()
    await startHarness(harness, 'a')
    expect(harness.engine.session.subscription).toMatchObject({
      group: 'billing',
      cluster: 'default',
      clientId: 'shop-billing-1',
      topics: [{ name: 'orders', pattern: false, initialOffset: { from: 'earliest' } }],
      drainMs: 25_000,
      bufferBytes: 32 * 1024 ** 2,
      isolation: 'read_committed',
      options: { kind: 'consumer', protocol: 'auto', assignor: null, instanceId: null, commit: 'periodic', commitIntervalMs: 1000 },
    })
    await harness.worker.stop()
  })

  it('runs setup before anything connects, and teardown after the senders closed', async () => {
    const story: string[] = []
    const sender = fakeSender()
    const harness = workerHarness({
      parts: {
        setup: async () => void story.push(`setup ${harness.engine.sessions.length}`),
        teardown: async () => void story.push('teardown'),
        senders: new Map([['default', { send: sender.send, close: (deadlineMs) => (story.push('close'), sender.close(deadlineMs)) }]]),
      },
    })
    await startHarness(harness, 'a')
    await harness.worker.stop()
    expect(story).toEqual(['setup 0', 'close', 'teardown'])
  })

  it('ends with 1 where setup fails; start says why, and nothing was opened', async () => {
    const harness = workerHarness({ parts: { setup: () => Promise.reject(new Error('no database')) } })
    await expect(harness.worker.start()).rejects.toMatchObject({ code: 'SAMSA_SETUP_FAILED', message: 'setup failed: no database' })
    expect(await harness.worker.ended).toMatchObject({ exitCode: 1, error: { code: 'SAMSA_SETUP_FAILED' } })
    expect([harness.engine.sessions.length, harness.worker.state]).toEqual([0, 'failed'])
  })

  it('ends with 1 where the engine refuses a setting', async () => {
    const harness = workerHarness()
    Object.assign(harness.engine, {
      open: () => {
        throw new SamsaError('SAMSA_KAFKA_SETTING', 'no such property')
      },
    })
    await expect(harness.worker.start()).rejects.toMatchObject({ code: 'SAMSA_KAFKA_SETTING' })
    expect(await harness.worker.ended).toMatchObject({ exitCode: 1 })
  })

  it('ends with 3 where no broker is reached within startTimeout, naming the last trouble', async () => {
    const harness = workerHarness({ automatic: false })
    const start = harness.worker.start()
    await turns()
    harness.engine.session.observer.event({ type: 'trouble', error: new SamsaError('SAMSA_KAFKA', 'unknown host', { retryable: true }) })
    await harness.clock.advance(30_000)
    expect(harness.worker.status()).toMatchObject({
      state: 'starting',
      ready: false,
      live: true,
      reasons: [{ code: 'starting' }, { code: 'SAMSA_KAFKA', text: 'no broker answers: unknown host' }],
    })
    await harness.clock.advance(30_000)
    await expect(start).rejects.toMatchObject({
      code: 'SAMSA_NO_BROKER',
      message: expect.stringMatching(/127\.0\.0\.1:1 .*: unknown host$/),
      cause: { message: 'unknown host' },
    })
    expect(await harness.worker.ended).toMatchObject({ exitCode: 3 })
    expect(harness.named('group.troubled')).toHaveLength(1)
  })

  it('can be started again from the same parts', async () => {
    for (const _round of [1, 2]) {
      const harness = workerHarness()
      await startHarness(harness, 'a')
      expect((await harness.worker.stop()).exitCode).toBe(0)
    }
  })
})

describe('quiet', () => {
  it('finishes what runs, keeps the assignment, then stops', async () => {
    const { calls, create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a', 'b')
    const quiet = harness.worker.quiet()
    expect([harness.worker.state, calls[0]!.context.draining.aborted]).toEqual(['quieting', false])
    calls[0]!.end()
    await quiet
    expect([harness.worker.state, harness.engine.session.state, calls.length]).toEqual(['quiet', 'joined', 1])
    expect(await harness.worker.stop()).toMatchObject({ exitCode: 0 })
    expect([committed(harness), harness.states()]).toEqual([1, ['starting', 'running', 'quieting', 'quiet', 'stopping', 'stopped']])
  })
})

describe('untilIdle', () => {
  it('waits until everything was handled and nothing came for the time given', async () => {
    const { calls, create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a')
    let idle = false
    void harness.worker.untilIdle(3000).then(() => (idle = true))
    await harness.clock.advance(5000)
    expect(idle).toBe(false)
    calls[0]!.end()
    await harness.clock.advance(2000)
    harness.engine.append('orders', 0, 'b')
    await turns()
    calls[1]!.end()
    await harness.clock.advance(2500)
    expect(idle).toBe(false)
    await harness.clock.advance(1000)
    expect(idle).toBe(true)
    await harness.worker.stop()
  })

  it('counts a group without partitions once it has joined', async () => {
    const harness = workerHarness({ automatic: false })
    void harness.worker.start()
    let idle = false
    void harness.worker.untilIdle(1000).then(() => (idle = true))
    await harness.clock.advance(5000)
    expect(idle).toBe(false)
    harness.engine.session.join()
    await harness.clock.advance(2000)
    expect(idle).toBe(true)
    await harness.worker.stop()
  })

  it('ends with the worker', async () => {
    const harness = workerHarness({ automatic: false })
    void harness.worker.start()
    const idle = harness.worker.untilIdle(1000)
    await turns()
    await harness.worker.stop()
    await harness.clock.advance(1000)
    await idle
  })
})

describe('status', () => {
  it('is JSON and names what every partition does', async () => {
    const { create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a', 'b')
    await harness.clock.advance(1500)
    const status = JSON.parse(JSON.stringify(harness.worker.status()))
    expect(status).toMatchObject({ version: 1, state: 'running', ready: true, live: true, reasons: [], loopDelayMs: 0 })
    expect(status.groups[0]).toMatchObject({
      group: 'billing',
      cluster: 'default',
      kind: 'consumer',
      state: 'joined',
      protocol: 'consumer',
      memberId: 'fake-member',
      inWork: 1,
      waiting: 2,
      settled: 0,
    })
    expect(status.groups[0].partitions).toEqual([
      {
        topic: 'orders',
        partition: 0,
        position: 0,
        committed: null,
        end: 2,
        lag: 2,
        atEnd: false,
        held: false,
        paused: false,
        phase: 'working',
        offset: 0,
        waiting: 2,
        attempt: 1,
        retryInMs: null,
        runningMs: 1600,
      },
    ])
    await until(() => true)
    void harness.worker.force()
    await harness.clock.advance(0)
    await harness.worker.ended
  })
})
