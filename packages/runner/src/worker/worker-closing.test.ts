import { describe, expect, it } from '@jest/globals'
import { patientHandler } from '../testing/patient-handler.js'
import { committed, startHarness } from '../testing/start-harness.js'
import { turns } from '../testing/turns.js'
import { fakeSender, workerHarness } from '../testing/worker-harness.js'

describe('stop', () => {
  it('before start: nothing was touched', async () => {
    const harness = workerHarness()
    expect((await harness.worker.stop()).exitCode).toBe(0)
    await expect(harness.worker.start()).rejects.toMatchObject({ code: 'SAMSA_STOPPED' })
    expect([harness.states(), harness.engine.sessions.length]).toEqual([['stopping', 'stopped'], 0])
  })

  it('during setup: waits for it, opens nothing, tears down', async () => {
    let ready: () => void = () => undefined
    const story: string[] = []
    const harness = workerHarness({
      parts: { setup: () => new Promise((resolve) => (ready = resolve)), teardown: () => void story.push('teardown') },
    })
    const start = harness.worker.start()
    const ended = harness.worker.stop()
    ready()
    await expect(start).rejects.toMatchObject({ code: 'SAMSA_STOPPED' })
    expect([(await ended).exitCode, harness.engine.sessions.length, story]).toEqual([0, 0, ['teardown']])
  })

  it('during the join', async () => {
    const harness = workerHarness({ automatic: false })
    const start = harness.worker.start()
    await turns()
    const end = await harness.worker.stop()
    await expect(start).rejects.toMatchObject({ code: 'SAMSA_STOPPED' })
    expect([end.exitCode, harness.engine.session.state, harness.clock.waiting()]).toEqual([0, 'closed', 0])
  })

  it('lets busy handlers finish and settles them', async () => {
    const { calls, create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a', 'b')
    const ended = harness.worker.stop()
    expect(calls[0]!.context.draining.aborted).toBe(true)
    await harness.clock.advance(20_000)
    expect([calls[0]!.context.signal.aborted, harness.worker.state]).toEqual([false, 'stopping'])
    calls[0]!.end()
    expect(await ended).toMatchObject({ exitCode: 0 })
    expect([committed(harness), calls.length]).toEqual([1, 1])
  })

  it('cuts handlers at the deadline: exit code 2, with coordinates', async () => {
    const { calls, create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a')
    const ended = harness.worker.stop({ drainMs: 3000 })
    await harness.clock.advance(3000)
    expect(calls[0]!.context.signal.reason).toMatchObject({ code: 'SAMSA_DRAIN_DEADLINE' })
    expect(await ended).toMatchObject({ exitCode: 2, cut: [{ group: 'billing', topic: 'orders', partition: 0, offset: 0 }] })
    expect([harness.worker.state, committed(harness)]).toEqual(['stopped', 0])
  })

  it('twice: the second can only bring the deadline nearer', async () => {
    const { calls, create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a')
    const first = harness.worker.stop({ drainMs: 3000 })
    expect(harness.worker.stop()).toBe(first)
    await turns()
    expect(calls[0]!.context.signal.aborted).toBe(false)
    void harness.worker.stop({ drainMs: 1000 })
    await harness.clock.advance(1000)
    expect(await first).toMatchObject({ exitCode: 2 })
  })

  it('forced: signals fire at once', async () => {
    const { calls, create } = patientHandler()
    const harness = workerHarness({ create })
    await startHarness(harness, 'a')
    void harness.worker.stop()
    const ended = harness.worker.force()
    expect(calls[0]!.context.signal.aborted).toBe(true)
    await harness.clock.advance(0)
    expect(await ended).toMatchObject({ exitCode: 2 })
  })

  it('forced while idle: nothing was cut, so 0', async () => {
    const harness = workerHarness()
    await startHarness(harness, 'a')
    const ended = harness.worker.force()
    await harness.clock.advance(0)
    expect(await ended).toMatchObject({ exitCode: 0 })
  })

  it('forced: a library that hangs is not waited for', async () => {
    const harness = workerHarness()
    await startHarness(harness, 'a')
    harness.engine.session.close = () => new Promise(() => undefined)
    const ended = harness.worker.force()
    await harness.clock.advance(1000)
    expect(await ended).toMatchObject({ exitCode: 2, hung: true })
  })

  it('tells sends without an answer: exit code 2', async () => {
    const harness = workerHarness({ parts: { senders: new Map([['default', fakeSender([{ topic: 'mails', count: 3 }])]]) } })
    await startHarness(harness, 'a')
    expect(await harness.worker.stop()).toMatchObject({ exitCode: 2, unansweredSends: 3 })
    expect(harness.named('send.unanswered')).toEqual([{ version: 1, cluster: 'default', topic: 'mails', count: 3 }])
  })

  it('during a backoff ends it at once', async () => {
    const harness = workerHarness({ create: () => ({ consume: () => Promise.reject(new Error('no')) }) })
    await startHarness(harness, 'a')
    expect(harness.worker.status().groups[0]!.partitions[0]).toMatchObject({ phase: 'waiting', attempt: 2, offset: 0 })
    expect(await harness.worker.stop()).toMatchObject({ exitCode: 0 })
    expect(harness.clock.waiting()).toBe(0)
  })
})
