import { describe, expect, it } from '@jest/globals'
import type { OutgoingRecord } from '@samsa/contracts'
import { committed, startHarness } from '../testing/start-harness.js'
import { turns } from '../testing/turns.js'
import { workerHarness, type TestRoute } from '../testing/worker-harness.js'
import type { WorkerParts } from './worker-parts.js'

const fails =
  (...values: readonly string[]) =>
  () => ({
    consume: ({ value }: { readonly value: unknown }) => {
      const text = Buffer.from(value as Uint8Array).toString()
      if (values.includes(text)) throw new Error(`no ${text}`)
    },
  })

/** Dead letters in memory: topic, partition, value and headers of each. */
function memory() {
  const sent: { readonly topic: string; readonly record: OutgoingRecord }[] = []
  const deadLetters: NonNullable<WorkerParts['deadLetters']> = new Map([
    [
      'default',
      {
        producer: {
          send: (topic: string, record: OutgoingRecord) => {
            sent.push({ topic, record })
            return Promise.resolve({ topic, partition: record.partition ?? 0, offset: sent.length - 1 })
          },
        },
        targets: { partitions: () => Promise.resolve(1), forget: () => undefined },
      },
    ],
  ])
  return { sent, deadLetters }
}

describe('recovery in a worker', () => {
  it('writes dead letters with what it was given for the cluster', async () => {
    const { sent, deadLetters } = memory()
    const harness = workerHarness({ create: fails('b'), route: { retry: { attempts: 1 } }, parts: { deadLetters } })
    await startHarness(harness, 'a', 'b', 'c')
    await turns()
    await harness.worker.stop()
    expect([sent.map(({ topic }) => topic), committed(harness)]).toEqual([['dlq.orders'], 3])
    const headers = new Map(sent[0]?.record.headers?.map(([name, value]) => [name, value]))
    expect(['samsa.dlq.id', 'samsa.dlq.worker', 'samsa.dlq.samsa', 'samsa.dlq.attempts'].map((name) => String(headers.get(name)))).toEqual([
      'default/billing/orders/0/1@1700000000001',
      'shop',
      '0.1.0',
      '1',
    ])
    expect(harness.worker.status().groups).toMatchObject([{ settled: 3, deadLettered: 1 }])
  })

  it('settles nothing where it was given nothing to write dead letters with', async () => {
    const harness = workerHarness({ create: fails('a'), route: { retry: { attempts: 1 } } })
    await startHarness(harness, 'a', 'b')
    const [group] = harness.worker.status().groups
    expect([group?.trouble?.code, group?.partitions.map(({ phase }) => phase)]).toEqual(['SAMSA_DEAD_LETTER_FAILED', ['unwritten']])
    expect(harness.named('dead-letter.failed').map(({ error }) => error.message)).toContain(
      'dead letter of orders/0/0 was not written: this worker was given no producer of dead letters for cluster default',
    )
    expect([(await harness.worker.stop()).exitCode, committed(harness)]).toEqual([0, 0])
  })

  it.each([
    ['a rule', { retry: { on: [{ error: Error, action: 'stop' }] } }],
    ['whenExhausted', { retry: { attempts: 1 }, deadLetter: false, whenExhausted: 'stop' }],
  ] satisfies readonly [string, TestRoute][])(
    'ends with 3 where %s stops it: the record is not settled, other work drains',
    async (_name, route) => {
      let finish: () => void = () => undefined
      const harness = workerHarness({
        create: () => ({
          consume: ({ partition, offset }) => {
            if (partition === 1) return new Promise<void>((resolve) => (finish = resolve))
            if (offset === 1) throw new Error('licence revoked')
          },
        }),
        route,
      })
      harness.engine.append('orders', 1, 'x', 'y')
      // it stops before it runs
      await startHarness(harness, 'a', 'b', 'c').catch(() => undefined)
      expect(harness.worker.state).toBe('stopping')
      finish()
      const end = await harness.worker.ended
      expect(end).toMatchObject({ exitCode: 3, error: { code: 'SAMSA_RECOVERY_STOPPED', cause: { message: 'licence revoked' } }, cut: [] })
      expect([committed(harness), harness.engine.partition('orders', 1).committed]).toEqual([1, 1])
      expect(harness.states()).toEqual(['starting', 'stopping', 'failed'])
    },
  )

  it('ends with 3 without memory, whatever the policy says', async () => {
    const create = () => ({
      consume: () => {
        throw Object.assign(new Error('not enough memory'), { code: 'ENOMEM' })
      },
    })
    const harness = workerHarness({ create, route: { retry: { on: [{ error: Error, action: 'skip' }] } } })
    await startHarness(harness, 'a').catch(() => undefined)
    expect(await harness.worker.ended).toMatchObject({ exitCode: 3, error: { code: 'SAMSA_RECOVERY_STOPPED' } })
    expect(committed(harness)).toBe(0)
  })

  it('keeps a held partition in its status until it stops', async () => {
    const route: TestRoute = { retry: { attempts: 1 }, deadLetter: false, whenExhausted: 'hold' }
    const harness = workerHarness({ create: fails('b'), route })
    await startHarness(harness, 'a', 'b', 'c')
    await turns()
    const { ready, live, groups } = harness.worker.status()
    expect([ready, live, groups[0]?.trouble?.message, groups[0]?.partitions[0]]).toMatchObject([
      true,
      true,
      'orders/0 is held at offset 1, and nothing behind it is run: no b',
      { phase: 'held', offset: 1, lag: 2 },
    ])
    expect([(await harness.worker.stop()).exitCode, committed(harness)]).toEqual([0, 1])
  })
})
