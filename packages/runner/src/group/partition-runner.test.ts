import { describe, expect, it } from '@jest/globals'
import { SamsaError, type ConsumerGroupContext, type ConsumerRecord } from '@samsa/contracts'
import { sessionHarness, type SessionHarness, type TestConsumer } from '../testing/session-harness.js'
import { turns } from '../testing/turns.js'

interface Call {
  readonly place: string
  readonly context: ConsumerGroupContext
  readonly end: (result?: unknown) => void
  readonly fail: (error: unknown) => void
}

/** A class whose calls end when the test says so, and which keeps what happens to it. */
function patient(): TestConsumer & { readonly calls: Call[]; readonly story: string[] } {
  const calls: Call[] = []
  const story: string[] = []
  const hook = (name: string) => (): void => void story.push(name)
  return {
    calls,
    story,
    consume: (record: ConsumerRecord, context: ConsumerGroupContext) => {
      const place = `${record.partition}/${record.offset}`
      story.push(place)
      return new Promise((end, fail) => calls.push({ place, context, end, fail }))
    },
    onAssigned: (partition) => void story.push(`assigned ${partition.number}`),
    onRevoked: hook('revoked'),
    onIdle: hook('idle'),
    onShutdown: hook('shutdown'),
  }
}

async function start(consumer: TestConsumer, counts: readonly number[]): Promise<SessionHarness> {
  const harness = sessionHarness({ create: () => consumer })
  counts.forEach((count, partition) => harness.engine.append('orders', partition, ...Array<string>(count).fill('x')))
  harness.session.join()
  harness.session.assign(counts.map((_count, partition) => harness.engine.partition('orders', partition)))
  await turns()
  return harness
}
const stopped = new SamsaError('SAMSA_STOPPED', 'the worker stops')

describe('a revocation', () => {
  it('lets running handlers finish, starts nothing new, and surrenders after onRevoked', async () => {
    const consumer = patient()
    const harness = await start(consumer, [3, 1])
    const [first, second] = harness.session.slots
    const { context, end } = consumer.calls[0] as Call
    expect(context.draining.aborted).toBe(false)
    harness.session.revoke([first!], 5000)
    expect([context.draining.aborted, context.signal.aborted, first!.live]).toEqual([true, false, true])
    end()
    await turns()
    expect(consumer.story).toEqual(['assigned 0', 'assigned 1', '0/0', '1/0', 'revoked'])
    expect([first!.live, first!.settled, harness.engine.partition('orders').committed, second!.live]).toEqual([false, [0], 1, true])
    expect(harness.named('partition.revoked').map(({ partition, position }) => [partition, position])).toEqual([[0, 1]])
  })

  it('ends a backoff at once, and leaves the record unsettled', async () => {
    const harness = await start({ consume: () => Promise.reject(new Error('no')) }, [1])
    harness.session.revoke([harness.session.slots[0]!], 5000)
    await turns()
    expect([harness.session.slots[0]!.live, harness.engine.partition('orders').committed, harness.runner.due.size]).toEqual([false, 0, 0])
  })

  it('counts a failure during the drain as an attempt, and does not wait', async () => {
    const consumer = patient()
    const harness = await start(consumer, [2])
    harness.session.revoke([harness.session.slots[0]!], 5000)
    consumer.calls[0]!.fail(new Error('no'))
    await turns()
    expect([harness.session.slots[0]!.live, harness.engine.partition('orders').committed]).toEqual([false, 0])
    expect(harness.named('record.retried').map(({ offset, delayMs }) => [offset, delayMs])).toEqual([[0, 0]])
  })

  it('fires the signal at its deadline; what comes later is late and counts for nothing', async () => {
    const consumer = patient()
    const harness = await start(consumer, [2])
    const { context, end } = consumer.calls[0]!
    harness.session.revoke([harness.session.slots[0]!], 5000)
    await harness.clock.advance(5000)
    expect([context.signal.reason, harness.session.slots[0]!.live]).toMatchObject([{ code: 'SAMSA_DRAIN_DEADLINE' }, false])
    await harness.clock.advance(1000)
    end()
    await turns()
    expect(
      harness.named('handler.late').map(({ offset, signalCode, outcome, durationMs }) => [offset, signalCode, outcome, durationMs]),
    ).toEqual([[0, 'SAMSA_DRAIN_DEADLINE', 'returned', 6000]])
    expect([harness.session.slots[0]!.settled, harness.session.dropped, consumer.story]).toEqual([[], 0, ['assigned 0', '0/0', 'revoked']])
  })

  it('comes back under a new slot with a new instance', async () => {
    let instances = 0
    const harness = sessionHarness({
      create: () => {
        instances++
        return { consume: () => undefined }
      },
    })
    const partition = harness.engine.partition('orders')
    harness.engine.append('orders', 0, 'x', 'x')
    const before = instances
    const [slot] = harness.session.assign([partition])
    await turns()
    harness.session.revoke([slot!], 1000)
    await turns()
    harness.engine.append('orders', 0, 'x')
    harness.session.assign([partition])
    await turns()
    expect([instances - before, harness.session.slots.map(({ settled }) => settled)]).toEqual([2, [[0, 1], [2]]])
  })

  it('is over at once for lanes that only wait to open', async () => {
    const harness = await start({ consume: () => undefined, onAssigned: () => Promise.reject(new Error('no table')) }, [1])
    expect(harness.named('hook.failed').map(({ hook, willRetry, delayMs }) => [hook, willRetry, delayMs])).toEqual([
      ['onAssigned', true, 250],
    ])
    harness.session.revoke([harness.session.slots[0]!], 5000)
    await turns()
    expect([harness.session.slots[0]!.live, harness.runner.due.size]).toEqual([false, 0])
  })
})

describe('a lost partition', () => {
  it('fires the signal, settles nothing, and says so', async () => {
    const consumer = patient()
    const harness = await start(consumer, [2, 1])
    const { context, fail } = consumer.calls[0]!
    harness.session.lose([harness.session.slots[0]!])
    expect(context.signal.reason).toMatchObject({ code: 'SAMSA_PARTITION_LOST' })
    fail(new Error('aborted'))
    await turns()
    expect(harness.named('partition.lost').map(({ partition, error }) => [partition, error.code])).toEqual([[0, 'SAMSA_FENCED']])
    expect(harness.named('handler.late').map(({ outcome, signalCode }) => [outcome, signalCode])).toEqual([
      ['threw', 'SAMSA_PARTITION_LOST'],
    ])
    expect([harness.named('record.retried').length, harness.session.dropped]).toEqual([0, 0])
    consumer.calls[1]!.end()
    await turns()
    expect(harness.session.slots[1]!.settled).toEqual([0])
  })
})

describe('onRevoked of a lost partition', () => {
  it('runs once nothing else does, and only where onAssigned had succeeded', async () => {
    const consumer = patient()
    const harness = await start(consumer, [1, 0])
    const [busy, idle] = harness.session.slots
    harness.session.lose([idle!])
    await turns()
    expect(consumer.story).toEqual(['assigned 0', 'assigned 1', '0/0', 'idle', 'revoked'])
    harness.session.lose([busy!])
    await turns()
    expect(consumer.story.filter((what) => what === 'revoked')).toHaveLength(1)
    consumer.calls[0]!.end()
    await turns()
    expect(consumer.story.filter((what) => what === 'revoked')).toHaveLength(2)
    const unopened = await start(
      { consume: () => undefined, onAssigned: () => Promise.reject(new Error('no')), onRevoked: () => void consumer.story.push('never') },
      [0],
    )
    unopened.session.lose([unopened.session.slots[0]!])
    await turns()
    expect(consumer.story).not.toContain('never')
  })
})

describe('hooks', () => {
  it('awaits onAssigned before the first record', async () => {
    const story: string[] = []
    let ready: () => void = () => undefined
    const harness = await start(
      { onAssigned: () => new Promise<void>((resolve) => (ready = resolve)), consume: (record) => void story.push(`${record.offset}`) },
      [2],
    )
    expect(story).toEqual([])
    ready()
    await turns()
    expect([story, harness.session.slots[0]!.settled]).toEqual([
      ['0', '1'],
      [0, 1],
    ])
  })

  it('calls onIdle once for each arrival at the end, never beside a record', async () => {
    const story: string[] = []
    let idle: () => void = () => undefined
    const harness = await start(
      {
        consume: (record) => void story.push(`${record.offset}`),
        onIdle: () => {
          story.push('idle')
          return new Promise<void>((resolve) => (idle = resolve))
        },
      },
      [2],
    )
    harness.engine.append('orders', 0, 'x')
    await turns()
    expect(story).toEqual(['0', '1', 'idle'])
    idle()
    await turns()
    expect(story).toEqual(['0', '1', 'idle', '2', 'idle'])
  })

  it('tells hooks that throw, and goes on', async () => {
    const fails = (): never => {
      throw new Error('no')
    }
    const harness = await start({ consume: () => undefined, onIdle: fails, onRevoked: fails }, [1])
    harness.session.revoke([harness.session.slots[0]!], 5000)
    await turns()
    expect(harness.named('hook.failed').map(({ hook, willRetry, error }) => [hook, willRetry, error.code])).toEqual([
      ['onIdle', false, 'SAMSA_HOOK_FAILED'],
      ['onRevoked', false, 'SAMSA_HOOK_FAILED'],
    ])
    expect(harness.session.slots[0]!.live).toBe(false)
  })
})

describe('a stop', () => {
  it('drains, calls onShutdown, settles and closes', async () => {
    const consumer = patient()
    const harness = await start(consumer, [2])
    const drained = harness.runner.drain(stopped)
    expect(consumer.calls[0]!.context.draining.reason).toMatchObject({ code: 'SAMSA_STOPPED' })
    consumer.calls[0]!.end()
    await drained
    const report = await harness.runner.close(0)
    expect([consumer.story, report.unsettled, harness.engine.partition('orders').committed]).toEqual([
      ['assigned 0', '0/0', 'shutdown'],
      1,
      1,
    ])
  })

  it('while a revocation runs: one drain, one hook', async () => {
    const consumer = patient()
    const harness = await start(consumer, [2])
    harness.session.revoke([harness.session.slots[0]!], 5000)
    const drained = harness.runner.drain(stopped)
    consumer.calls[0]!.end()
    await drained
    expect(consumer.story).toEqual(['assigned 0', '0/0', 'revoked'])
  })

  it('forced: cuts what runs and reports it', async () => {
    const consumer = patient()
    const harness = await start(consumer, [2])
    const drained = harness.runner.drain(stopped)
    harness.runner.cutOff(new SamsaError('SAMSA_DRAIN_DEADLINE', 'forced'))
    await drained
    expect([consumer.calls[0]!.context.signal.aborted, harness.runner.cut]).toEqual([true, [{ topic: 'orders', partition: 0, offset: 0 }]])
  })
})

describe('quiet', () => {
  it('starts nothing new, keeps the assignment, and still gives partitions up', async () => {
    const consumer = patient()
    const harness = await start(consumer, [3, 0])
    harness.runner.quiet()
    consumer.calls[0]!.end()
    await turns()
    expect([consumer.calls.length, harness.session.slots[0]!.settled, harness.session.slots[0]!.live]).toEqual([1, [0], true])
    expect(consumer.calls[0]!.context.draining.aborted).toBe(false)
    harness.session.revoke([harness.session.slots[0]!], 5000)
    await turns()
    expect([harness.session.slots[0]!.live, consumer.story.at(-1)]).toEqual([false, 'revoked'])
  })
})

describe('a mistake', () => {
  it('in the making of an instance fails the session by name', async () => {
    let made = 0
    const harness = sessionHarness({
      create: () => {
        if (made++ > 0) throw new Error('TypeInfo not known')
        return { consume: () => undefined }
      },
    })
    harness.session.assign([harness.engine.partition('orders')])
    expect(harness.failures.map(({ code, message }) => [code, message])).toEqual([
      ['SAMSA_INJECTION', 'TestConsumer could not be made: TypeInfo not known'],
    ])
  })
})
