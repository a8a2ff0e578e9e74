import { describe, expect, it, jest } from '@jest/globals'
import {
  accept,
  Consumer,
  consumerGroup,
  type ConsumerGroupContext,
  container,
  defineRoutes,
  defineWorker,
  type EventMap,
  type LogDetails,
  type Logger,
  Producer,
  type RecordOf,
  release,
  shareGroup,
  type ShareGroupContext,
  startWorker,
  string,
  topic,
  type Worker,
} from './index.js'

jest.setTimeout(60_000)

const orders = topic('orders', { key: string(), value: string() })
const seen: string[] = []

@Consumer()
class Collect {
  consume(order: RecordOf<typeof orders>, context: ConsumerGroupContext) {
    seen.push(`${context.group} ${order.value}`)
  }
}

const workerOf = (group: string, values: readonly string[]): Worker =>
  defineWorker({
    name: group,
    routes: defineRoutes(consumerGroup(group, (block) => block.topic(orders, { consumer: Collect }))),
    setup: async (child) => {
      await child.resolve(Producer).send(
        orders,
        values.map((value) => ({ key: 'k', value })),
      )
    },
  })

const silent = (lines: string[] = []): Logger => {
  const write = (message: string, details?: LogDetails) => void lines.push(`${String(details?.['code'])} ${message}`)
  const log: Logger = { debug: () => undefined, info: write, warn: write, error: write, with: () => log }
  return log
}

describe('startWorker', () => {
  it('runs several workers in one process, tells their events, stops them, and starts one of them again', async () => {
    seen.length = 0
    const states: EventMap['worker.state'][] = []
    const lines: string[] = []
    const first = startWorker(workerOf('first', ['a']), { embedded: true, untilIdle: '200ms', log: silent(lines) })
    first.on('worker.state', (event) => states.push(event))
    const second = startWorker(workerOf('second', ['b']), { embedded: true, untilIdle: '200ms', log: silent() })
    expect([(await first.ended).exitCode, (await second.ended).exitCode]).toEqual([0, 0])
    expect(states.at(-1)).toMatchObject({ to: 'stopped' })
    expect(lines.some((line) => line.startsWith('partition.assigned'))).toBe(true)

    const again = startWorker(workerOf('first', ['c']), { embedded: true, log: silent() })
    await again.started
    expect(again.state).toBe('running')
    expect(again.status().groups.map(({ group }) => group)).toEqual(['first'])
    await again.quiet()
    expect(await again.stop({ drain: '1s' })).toMatchObject({ exitCode: 0, error: null })
    expect(seen.filter((one) => one !== 'first c').sort()).toEqual(['first a', 'second b'])
    // nothing of a worker stays in the container of the program
    expect(container.isRegistered(Producer)).toBe(false)
  })

  it('runs a share group: what is released comes again, and health knows its members', async () => {
    const deliveries: string[] = []
    class Resize {
      consume(order: RecordOf<typeof orders>, { deliveryCount }: ShareGroupContext) {
        deliveries.push(`${order.value} ${deliveryCount}`)
        return order.value === 'b' && deliveryCount === 1 ? release('later') : accept
      }
    }
    const worker = defineWorker({
      name: 'share',
      routes: defineRoutes(
        shareGroup('share', (group) => {
          group.settings({ offsetReset: 'earliest', lockDuration: '5s' })
          group.topic(orders, { consumer: Resize })
        }),
      ),
      setup: async (child) => {
        const records = ['a', 'b'].map((value) => ({ key: 'k', value }))
        await child.resolve(Producer).send(orders, records)
      },
    })
    const handle = startWorker(worker, { embedded: true, untilIdle: '300ms', log: silent() })
    const released: EventMap['record.released'][] = []
    handle.on('record.released', (event) => released.push(event))
    await handle.started
    expect(handle.status().groups).toMatchObject([{ group: 'share', state: 'joined' }])
    expect(await handle.ended).toMatchObject({ exitCode: 0, error: null })
    expect([...deliveries].sort()).toEqual(['a 1', 'b 1', 'b 2'])
    expect(released).toMatchObject([{ cause: 'returned', reason: 'later', deliveryCount: 1 }])
  })

  it('has dead letters on the embedded broker, where topics of rules and functions are, too', async () => {
    const landed: string[] = []
    class Fails {
      consume(order: RecordOf<typeof orders>) {
        if (order.value === 'b') throw new RangeError('no')
        if (order.value === 'c') throw new TypeError('never')
      }
    }
    class Look {
      consume(dead: RecordOf<typeof fixedName | typeof ruled>) {
        landed.push(`${dead.topic} ${dead.value} of ${dead.partition} ${dead.headers.get('__dlq.errors.partition')}`)
      }
    }
    const [fixedName, ruled] = [topic('dead', { key: string(), value: string() }), topic('bugs', { key: string(), value: string() })]
    const worker = defineWorker({
      name: 'dead',
      routes: defineRoutes(
        consumerGroup('fails', (group) => {
          const on = [{ error: TypeError, action: { deadLetter: 'bugs' } }]
          group.topic(orders, { consumer: Fails, retry: { attempts: 1, on }, deadLetter: { topic: () => 'dead', create: false } })
        }),
        consumerGroup('looks', (group) => group.topic([fixedName, ruled], { consumer: Look })),
      ),
      setup: async (child) => {
        const records = ['a', 'b', 'c'].map((value) => ({ key: value, value }))
        await child.resolve(Producer).send(orders, records)
      },
    })
    const { exitCode, error } = await startWorker(worker, { embedded: true, untilIdle: '1s', log: silent() }).ended
    expect({ exitCode, error }).toEqual({ exitCode: 0, error: null })
    expect(landed.sort()).toEqual([expect.stringMatching(/^bugs c of (\d) \1$/), expect.stringMatching(/^dead b of (\d) \1$/)])
  })

  it('refuses dead letters by the broker on the embedded one, which writes none', () => {
    class Resize {
      consume() {}
    }
    const block = shareGroup('share', (group) => group.topic(orders, { consumer: Resize, deadLetter: { broker: 'dlq.orders' } }))
    const worker = defineWorker({ routes: defineRoutes(block) })
    expect(() => startWorker(worker, { embedded: true, log: silent() })).toThrow(
      expect.objectContaining({
        code: 'SAMSA_DEAD_LETTER_TOPIC',
        message: expect.stringMatching(
          /the broker inside this process writes no dead letters: let Samsa write them \(deadLetter: 'dlq\.orders'\)/,
        ),
      }),
    )
  })

  it('throws all problems at once', () => {
    const wrong = defineWorker({ routes: defineRoutes(), drain: 'soon' as never })
    expect(() => startWorker(wrong, { log: silent() })).toThrow(
      expect.objectContaining({ name: 'SamsaError', details: { problems: expect.any(Array) } }),
    )
    expect(() => startWorker(workerOf('x', []), { embedded: true, groups: ['y'], log: silent() })).toThrow(/group 'y'/)
  })

  it('says how the setup failed', async () => {
    const worker = defineWorker({ ...workerOf('x', []).options, setup: () => Promise.reject(new Error('no database')) })
    const end = await startWorker(worker, { embedded: true, log: silent() }).ended
    expect(end).toMatchObject({ exitCode: 1, error: { code: 'SAMSA_SETUP_FAILED' } })
  })
})
