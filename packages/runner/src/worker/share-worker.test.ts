import { describe, expect, it } from '@jest/globals'
import { SamsaError } from '@samsa/contracts'
import { ShareDoors } from '../testing/share-harness.js'
import { shareWorkerHarness, type ShareWorkerHarness } from '../testing/share-worker-harness.js'
import { turns, until } from '../testing/turns.js'

async function started(harness: ShareWorkerHarness): Promise<void> {
  const start = harness.worker.start()
  await turns()
  await harness.clock.advance(100)
  await start
}

describe('a worker with a share group', () => {
  it('opens a session for each route, with the concurrency of that route, and makes one instance for each', async () => {
    const harness = shareWorkerHarness({ consume: () => undefined }, { concurrency: 7 })
    await started(harness)
    expect(
      harness.engine.sessions.map(({ subscription }) => [
        subscription.clientId,
        subscription.topics.map(({ name }) => name),
        subscription.options,
      ]),
    ).toEqual([
      ['shop-thumbnails-1', ['orders'], { kind: 'share', concurrency: 7, members: null }],
      ['shop-thumbnails-2', ['refunds'], { kind: 'share', concurrency: 7, members: null }],
    ])
    harness.engine.sessions[0]!.deliver(0, { partition: 1, offset: 0 })
    await turns()
    expect([harness.made(), harness.worker.status().groups]).toMatchObject([
      2,
      [
        {
          group: 'thumbnails',
          kind: 'share',
          topics: ['orders'],
          members: 2,
          state: 'joined',
          settled: 2,
          inWork: 0,
          waiting: 0,
          lockEndsInMs: null,
        },
        { group: 'thumbnails', kind: 'share', topics: ['refunds'], members: 2, settled: 0, partitions: [] },
      ],
    ])
    expect((await harness.worker.stop()).exitCode).toBe(0)
  })

  it('is not ready while one of its sessions is not, and says so once', async () => {
    const harness = shareWorkerHarness({ consume: () => undefined })
    await started(harness)
    for (const session of harness.engine.sessions) session.state = 'joining'
    expect(harness.worker.status()).toMatchObject({ ready: false, reasons: [{ code: 'disconnected', group: 'thumbnails' }] })
    await harness.worker.stop()
  })

  it('opens a fresh session for the route whose session failed, with the same instance; the other goes on', async () => {
    const doors = new ShareDoors()
    const harness = shareWorkerHarness(doors)
    await started(harness)
    harness.engine.sessions[0]!.fail(new SamsaError('SAMSA_GROUP_FAILED', 'too many members', { retryable: true }))
    harness.engine.sessions[1]!.deliver(0)
    await harness.clock.advance(2000)
    expect([harness.engine.sessions.length, harness.engine.session.subscription.clientId, harness.made(), doors.offsets]).toEqual([
      3,
      'shop-thumbnails-1',
      2,
      [0],
    ])
    doors.at(0).open()
    await turns()
    expect(harness.engine.sessions[1]!.settlements).toEqual(['done 1'])
    await harness.worker.stop()
  })

  it('is idle when nothing is in work and nothing came for the time given, once its members have had their assignment', async () => {
    const doors = new ShareDoors()
    const harness = shareWorkerHarness(doors)
    await started(harness)
    harness.engine.sessions[1]!.steady = false
    let isIdle = false
    void harness.worker.untilIdle(1000).then(() => (isIdle = true))
    await harness.clock.advance(3000)
    harness.engine.sessions[1]!.steady = true
    harness.engine.sessions[0]!.deliver(0)
    await harness.clock.advance(3000)
    expect(isIdle).toBe(false)
    doors.at(0).open()
    await harness.clock.advance(1500)
    expect(isIdle).toBe(true)
    await harness.worker.stop()
  })

  it('that is stopped with a handler that does not end names it as cut, and ends with 2', async () => {
    const doors = new ShareDoors()
    const harness = shareWorkerHarness(doors)
    await started(harness)
    harness.engine.sessions[1]!.deliver(3)
    await until(() => doors.waiting.length === 1)
    const end = harness.worker.stop({ drainMs: 1000 })
    await harness.clock.advance(1000)
    expect(await end).toMatchObject({ exitCode: 2, cut: [{ group: 'thumbnails', topic: 'refunds', partition: 0, offset: 3 }] })
  })

  it('ends with 3 where a handler hangs for longer than stuckAfter, whatever became of its lock', async () => {
    const harness = shareWorkerHarness(new ShareDoors(), { stuckAfter: 60_000 })
    await started(harness)
    harness.engine.sessions[0]!.deliver(3)
    await harness.clock.advance(62_000)
    expect(harness.named('handler.stuck').map(({ topic, offset }) => [topic, offset])).toEqual([['orders', 3]])
    await harness.clock.advance(30_000)
    expect(await harness.worker.ended).toMatchObject({ exitCode: 3, error: { code: 'SAMSA_HANDLER_STUCK' } })
  })
})
