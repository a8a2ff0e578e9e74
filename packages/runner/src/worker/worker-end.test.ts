import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { patientHandler } from '../testing/patient-handler.js'
import { committed, startHarness } from '../testing/start-harness.js'
import { turns } from '../testing/turns.js'
import { workerHarness } from '../testing/worker-harness.js'

describe('failures', () => {
  it('of a session that may be tried again: a fresh one with backoff', async () => {
    const seen: number[] = []
    const harness = workerHarness({ create: () => ({ consume: (record) => void seen.push(record.offset) }) })
    await startHarness(harness, 'a')
    await harness.engine.session.flush()
    harness.engine.session.fail(new SamsaError('SAMSA_FENCED', 'fenced', { retryable: true }))
    expect(harness.worker.status()).toMatchObject({ ready: false, groups: [{ state: 'waiting', retryInMs: 1000, sessions: 1 }] })
    harness.engine.append('orders', 0, 'b')
    await harness.clock.advance(1100)
    expect([
      seen,
      harness.engine.sessions.length,
      harness.named('group.failed').map(({ willRetry, delayMs }) => [willRetry, delayMs]),
    ]).toEqual([[0, 1], 2, [[true, 1000]]])
    expect(harness.worker.status().ready).toBe(true)
    await harness.worker.stop()
  })

  it('for good: exit code 3, and other groups would have drained', async () => {
    const harness = workerHarness()
    await startHarness(harness, 'a')
    harness.engine.session.fail(new SamsaError('SAMSA_AUTHORIZATION', 'not allowed'))
    expect(await harness.worker.ended).toMatchObject({ exitCode: 3, error: { code: 'SAMSA_AUTHORIZATION' } })
    expect(harness.worker.state).toBe('failed')
  })

  it('of a join that hangs: a fresh session', async () => {
    const harness = workerHarness({ automatic: false, parts: { limits: { joinStuckMs: 2000 } } })
    void harness.worker.start()
    await turns()
    harness.engine.session.connected = true
    await harness.clock.advance(2000)
    expect(harness.named('group.failed').map(({ error }) => error.message)).toEqual([
      'group billing has been joining for 2000 ms: it may hang',
    ])
    await harness.clock.advance(1000)
    expect(harness.engine.sessions.length).toBe(2)
    await harness.worker.stop()
  })

  it('of a handler that hangs: handler.stuck, not live, exit code 3', async () => {
    const { create } = patientHandler()
    const harness = workerHarness({ create, route: { stuckAfter: 5000 } })
    await startHarness(harness, 'a')
    await harness.clock.advance(6000)
    expect(harness.named('handler.stuck').map(({ offset }) => offset)).toEqual([0])
    expect(harness.worker.status()).toMatchObject({
      live: false,
      reasons: expect.arrayContaining([expect.objectContaining({ code: 'SAMSA_HANDLER_STUCK', group: 'billing' })]),
    })
    await harness.clock.advance(25_000)
    expect(await harness.worker.ended).toMatchObject({ exitCode: 3, error: { code: 'SAMSA_HANDLER_STUCK' }, cut: [{ offset: 0 }] })
  })

  it('from outside: signals fire at once, handlers get a moment, exit code 4', async () => {
    const { calls, create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a')
    const ended = harness.worker.fail(new SamsaError('SAMSA_UNCAUGHT', 'boom'))
    expect(calls[0]!.context.signal.reason).toMatchObject({ code: 'SAMSA_WORKER_FAILED' })
    await turns()
    expect(harness.worker.state).toBe('stopping')
    calls[0]!.end()
    expect(await ended).toMatchObject({ exitCode: 4, error: { code: 'SAMSA_UNCAUGHT' } })
    expect([harness.named('handler.late').length, committed(harness)]).toEqual([1, 0])
  })

  it('from outside, with a handler that hangs: at most the given time', async () => {
    const { create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a')
    const ended = harness.worker.fail(new SamsaError('SAMSA_UNCAUGHT', 'boom'))
    await harness.clock.advance(5000)
    expect(await ended).toMatchObject({ exitCode: 4 })
  })

  it('several: the gravest decides, none is lost', async () => {
    const harness = workerHarness()
    await startHarness(harness, 'a')
    harness.engine.session.fail(new SamsaError('SAMSA_AUTHORIZATION', 'not allowed'))
    const end = await harness.worker.fail(new SamsaError('SAMSA_UNCAUGHT', 'boom'))
    expect([end.exitCode, end.error?.code, end.later.map(({ code }) => code)]).toEqual([4, 'SAMSA_UNCAUGHT', ['SAMSA_AUTHORIZATION']])
    expect(harness.log.lines.filter(({ level }) => level === 'error')).toHaveLength(1)
  })
})
