import { describe, expect, it } from '@jest/globals'
import { SamsaError, topic, type ConsumerGroupContext, type Serde } from '@samsa/contracts'
import { sessionHarness, type HarnessOptions, type SessionHarness } from '../testing/session-harness.js'
import { turns } from '../testing/turns.js'
import { Permits } from './permits.js'

const slot = (harness: SessionHarness) => harness.session.slots.at(-1) as SessionHarness['session']['slots'][number]
const lane = (harness: SessionHarness) => harness.runner.lanes.of(slot(harness).slot)
const stopped = new SamsaError('SAMSA_STOPPED', 'the worker stops')

/** A lane whose record 1 of 3 fails at once for good. */
async function start(options: Partial<HarnessOptions> = {}, before: (harness: SessionHarness) => void = () => undefined) {
  const seen: number[] = []
  const contexts: ConsumerGroupContext[] = []
  const harness = sessionHarness({
    create: () => ({
      consume: (record, context) => {
        seen.push(record.offset)
        contexts.push(context)
        if (record.offset === 1) throw new Error('no')
      },
    }),
    policy: { attempts: 1 },
    ...options,
  })
  before(harness)
  harness.engine.append('orders', 0, 'a', 'b', 'c')
  harness.session.join()
  harness.session.assign([harness.engine.partition('orders', 0)])
  await turns()
  return { harness, seen, contexts }
}
const holding = (harness: SessionHarness): void => void (harness.letters.held = true)

describe('a dead letter on its way', () => {
  it('holds its lane until the delivery report; what was done before is settled', async () => {
    const { harness, seen } = await start({}, holding)
    await harness.clock.advance(60_000)
    expect([seen, slot(harness).settled, lane(harness)?.phase, lane(harness)?.work.callSinceMs]).toEqual([[0, 1], [0], 'working', null])
    harness.letters.answer()
    await turns()
    expect([seen, slot(harness).settled, harness.runner.resting]).toEqual([[0, 1, 2], [0, 1, 2], true])
  })

  it('is seen in health, with how long it has taken', async () => {
    const { harness } = await start({}, holding)
    await harness.clock.advance(5000)
    const work = harness.runner.work(harness.session.status(), harness.clock.now())
    expect([work.inWork, work.partitions]).toMatchObject([0, [{ phase: 'writing', offset: 1, runningMs: 5000, retryInMs: null }]])
    harness.letters.answer()
    await turns()
    const [partition] = harness.runner.work(harness.session.status(), harness.clock.now()).partitions
    expect(partition).toMatchObject({ phase: 'idle', runningMs: null })
  })

  it('keeps no permit, not even while it is written for the first time: other partitions go on', async () => {
    const { harness, seen } = await start({ route: { permits: new Permits(1) } }, holding)
    harness.engine.append('orders', 1, 'x')
    harness.session.assign([harness.engine.partition('orders', 1)])
    await turns()
    expect([seen, harness.letters.asked.length]).toEqual([[0, 1, 0], 1])
    harness.letters.answer()
    await turns()
    expect([seen, harness.runner.resting]).toEqual([[0, 1, 0, 2], true])
  })

  it('keeps a revocation waiting, and is settled before the partition is given up', async () => {
    const { harness, seen } = await start({}, holding)
    harness.session.revoke([slot(harness)], 5000)
    await turns()
    expect(slot(harness).live).toBe(true)
    harness.letters.answer()
    await turns()
    expect([seen, slot(harness).live, slot(harness).settled, harness.engine.partition('orders').committed]).toEqual([
      [0, 1],
      false,
      [0, 1],
      2,
    ])
  })

  it('keeps a stop waiting, and is settled', async () => {
    const { harness } = await start({}, holding)
    const drained = harness.runner.drain(stopped)
    harness.letters.answer()
    await drained
    expect([(await harness.runner.close(0)).unsettled, harness.engine.partition('orders').committed]).toEqual([1, 2])
  })

  it('counts for nothing once the drain time is over', async () => {
    const { harness } = await start({}, holding)
    harness.session.revoke([slot(harness)], 5000)
    await harness.clock.advance(5000)
    expect([slot(harness).live, harness.engine.partition('orders').committed]).toEqual([false, 1])
    harness.letters.answer()
    await turns()
    expect([slot(harness).settled, harness.session.dropped, harness.named('record.dead-lettered')]).toEqual([[0], 0, []])
    expect(harness.log.lines.filter(({ level }) => level === 'info').map(({ details }) => details['offset'])).toEqual([1])
  })

  it('counts for nothing where the partition was lost', async () => {
    const { harness } = await start({}, holding)
    harness.letters.failing = 1
    harness.session.lose([slot(harness)])
    harness.letters.answer()
    await harness.clock.advance(60_000)
    expect([harness.letters.asked.length, harness.named('dead-letter.failed'), harness.session.dropped]).toEqual([1, [], 0])
  })

  it('counts for nothing once a cut worker gives up on it', async () => {
    const { harness } = await start({}, holding)
    const drained = harness.runner.drain(stopped)
    harness.runner.cutOff(new SamsaError('SAMSA_DRAIN_DEADLINE', 'forced'))
    await drained
    harness.letters.answer()
    await turns()
    expect([harness.runner.cut, slot(harness).settled]).toEqual([[{ topic: 'orders', partition: 0, offset: 1 }], [0]])
  })

  it('counts for nothing after a seek: the lane goes on there', async () => {
    const { harness, seen } = await start({}, holding)
    lane(harness)?.control.seek(2)
    await turns()
    expect(seen).toEqual([0, 1])
    harness.letters.answer()
    await turns()
    expect([seen, harness.session.slots.map(({ settled }) => settled), harness.named('record.dead-lettered')]).toEqual([
      [0, 1, 2],
      [[0], [2]],
      [],
    ])
  })

  it('is written though the lane is paused, and nothing follows until it is resumed', async () => {
    const { harness, seen, contexts } = await start({}, holding)
    contexts[0]?.partition.pause()
    harness.letters.answer()
    await turns()
    expect([seen, slot(harness).settled]).toEqual([
      [0, 1],
      [0, 1],
    ])
    contexts[0]?.partition.resume()
    await turns()
    expect([seen, slot(harness).settled]).toEqual([
      [0, 1, 2],
      [0, 1, 2],
    ])
  })

  it('is written though the worker became quiet, and nothing follows', async () => {
    const { harness, seen } = await start({}, holding)
    harness.runner.quiet()
    harness.letters.answer()
    await turns()
    expect([seen, slot(harness).settled, harness.runner.busy]).toEqual([[0, 1], [0, 1], false])
  })

  it('is decided for and written in a drain as well', async () => {
    let fail: (error: Error) => void = () => undefined
    const { harness } = await start({
      create: () => ({ consume: ({ offset }) => (offset === 0 ? new Promise((_resolve, reject) => (fail = reject)) : undefined) }),
    })
    harness.session.revoke([slot(harness)], 5000)
    fail(new Error('no'))
    await turns()
    expect([harness.letters.offsets, harness.engine.partition('orders').committed]).toEqual([[0], 1])
  })
})

describe('a dead letter that cannot be written', () => {
  const failing =
    (times: number) =>
    (harness: SessionHarness): void =>
      void (harness.letters.failing = times)

  it('is written again with backoff, while its lane is held and health says so', async () => {
    const { harness, seen } = await start({}, failing(3))
    expect([slot(harness).settled, lane(harness)?.phase, harness.runner.trouble?.code]).toEqual([
      [0],
      'unwritten',
      'SAMSA_DEAD_LETTER_FAILED',
    ])
    const [partition] = harness.runner.work(harness.session.status(), harness.clock.now()).partitions
    expect(partition).toMatchObject({ phase: 'unwritten', offset: 1, retryInMs: 250, runningMs: null })
    await harness.clock.advance(250 + 500 + 999)
    expect([harness.letters.asked.length, seen]).toEqual([3, [0, 1]])
    await harness.clock.advance(1)
    expect([harness.letters.offsets, seen, slot(harness).settled, harness.runner.trouble]).toEqual([[1], [0, 1, 2], [0, 1, 2], null])
    expect(
      harness
        .named('dead-letter.failed')
        .map(({ offset, target, attempt, willRetry, delayMs, error }) => [offset, target, attempt, willRetry, delayMs, error.code]),
    ).toEqual([
      [1, 'dlq.orders', 1, true, 250, 'SAMSA_DEAD_LETTER_FAILED'],
      [1, 'dlq.orders', 2, true, 500, 'SAMSA_DEAD_LETTER_FAILED'],
      [1, 'dlq.orders', 3, true, 1000, 'SAMSA_DEAD_LETTER_FAILED'],
    ])
  })

  it('is tried for ever', async () => {
    const { harness } = await start({}, failing(Infinity))
    await harness.clock.advance(3_600_000)
    expect([harness.letters.asked.length > 100, slot(harness).settled]).toEqual([true, [0]])
  })

  it('ends its wait with a revocation, a loss, a stop or quiet; nothing is settled', async () => {
    const ends: Record<string, (harness: SessionHarness) => unknown> = {
      revocation: (harness) => harness.session.revoke([slot(harness)], 5000),
      loss: (harness) => harness.session.lose([slot(harness)]),
      stop: (harness) => harness.runner.drain(stopped),
      quiet: (harness) => harness.runner.quiet(),
      cut: (harness) => harness.runner.cutOff(stopped),
    }
    for (const [name, end] of Object.entries(ends)) {
      const { harness } = await start({}, failing(Infinity))
      await end(harness)
      await harness.clock.advance(60_000)
      expect([name, harness.letters.asked.length, slot(harness).settled, harness.runner.due.size, harness.runner.trouble]).toEqual([
        name,
        1,
        [0],
        0,
        null,
      ])
    }
  })

  it('ends its wait with a seek, and the lane goes on', async () => {
    const { harness, seen } = await start({}, failing(Infinity))
    lane(harness)?.control.seek(2)
    await harness.clock.advance(60_000)
    expect([seen, harness.letters.asked.length, harness.runner.due.size]).toEqual([[0, 1, 2], 1, 0])
  })

  it('is not tried again in a drain', async () => {
    const { harness } = await start({}, (one) => {
      holding(one)
      failing(1)(one)
    })
    harness.session.revoke([slot(harness)], 5000)
    harness.letters.answer()
    await turns()
    expect([slot(harness).live, harness.engine.partition('orders').committed]).toEqual([false, 1])
    expect(harness.named('dead-letter.failed').map(({ willRetry, delayMs }) => [willRetry, delayMs])).toEqual([[false, 0]])
  })

  it('goes on being tried while the lane is paused', async () => {
    const { harness, contexts } = await start({}, failing(1))
    contexts[0]?.partition.pause()
    await harness.clock.advance(250)
    expect([harness.letters.offsets, slot(harness).settled]).toEqual([[1], [0, 1]])
  })

  it('leaves its permit to other lanes', async () => {
    const seen: string[] = []
    const { harness } = await start(
      {
        route: { permits: new Permits(1) },
        create: () => ({
          consume: ({ partition, offset }) => {
            seen.push(`${partition}/${offset}`)
            if (partition === 0) throw new Error('no')
          },
        }),
      },
      failing(Infinity),
    )
    harness.engine.append('orders', 1, 'a', 'b')
    harness.session.assign([harness.engine.partition('orders', 1)])
    await harness.clock.advance(100)
    expect(seen).toEqual(['0/0', '1/0', '1/1'])
  })
})

describe('a record whose serdes cannot get ready', () => {
  it('is dead-lettered when its attempts are used up, unless the worker stops meanwhile', async () => {
    const away: Serde<string> = {
      serialize: (value) => value,
      deserialize: (bytes) => Buffer.from(bytes).toString(),
      prepare: () => Promise.reject(new Error('registry is away')),
    }
    const options = { source: topic('orders', { value: away }), policy: { attempts: 2 } }
    const { harness, seen } = await start(options)
    await harness.clock.advance(10_000)
    expect([seen, harness.letters.offsets, slot(harness).settled]).toEqual([[], [0, 1, 2], [0, 1, 2]])
    expect(harness.letters.asked[0]).toMatchObject({ attempt: 2, failure: { cause: 'deserialize' } })
  })
})
