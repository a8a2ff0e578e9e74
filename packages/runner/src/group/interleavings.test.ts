import { describe, expect, it } from '@jest/globals'
import { deadLetter, handled, retry, skip, type ConsumerGroupContext, type ConsumerRecord } from '@samsa/contracts'
import fc from 'fast-check'
import type { FakeSlot } from '../testing/fake-slot.js'
import { sessionHarness, type SessionHarness } from '../testing/session-harness.js'
import { turns } from '../testing/turns.js'

const partitions = [0, 1, 2] as const
const deed = fc.constantFrom(
  'return',
  'wait',
  'throw',
  'reject',
  'retry',
  'skip',
  'dead-letter',
  'handled',
  'nonsense',
  'pause',
  'slow',
  'seek',
  'slow-seek',
)
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ type: fc.constant('pass' as const), ms: fc.integer({ min: 0, max: 700 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('append' as const),
      partition: fc.constantFrom(...partitions),
      count: fc.integer({ min: 1, max: 12 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('revoke' as const),
      partition: fc.constantFrom(...partitions),
      drainMs: fc.constantFrom(10, 400, 5000),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('lose' as const), partition: fc.constantFrom(...partitions) }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant('assign' as const), partition: fc.constantFrom(...partitions) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

type Context = Pick<ConsumerGroupContext, 'attempt' | 'partition'>

/** A worker's session and a ledger of what its handlers did. */
class Trial {
  readonly harness: SessionHarness
  readonly succeeded = new Set<string>()
  readonly faults: string[] = []
  readonly #deeds: readonly string[]
  #calls = 0
  #seeks = 0

  constructor(deeds: readonly string[], batch: { maxRecords: number; maxWaitMs: number } | null) {
    this.#deeds = deeds
    this.harness = sessionHarness({ create: () => (batch === null ? this.#single() : this.#batched()), route: { batch } })
    this.harness.session.join()
  }

  owned(partition: number): FakeSlot | undefined {
    return this.harness.session.slots.find((slot) => slot.live && slot.partition.partition === partition)
  }

  /** A class that keeps watch: records must come in order, one at a time, as long as its lane lives. */
  #single() {
    let last = -1
    let running = false
    return {
      consume: (record: ConsumerRecord, context: Context) => {
        if (running) this.faults.push(`two calls at once at ${record.id}`)
        if (record.offset < last || (record.offset === last && context.attempt === 1)) this.faults.push(`${record.id} after ${last}`)
        last = record.offset
        running = true
        const done = (): void => void (running = false)
        return this.#act(record, context, done, (to) => (last = to - 1))
      },
    }
  }

  #act({ id, offset }: ConsumerRecord, context: Context, done: () => void, moved: (to: number) => void): unknown {
    const deed = context.attempt > 3 ? 'return' : this.#deeds[this.#calls++ % this.#deeds.length]
    const { clock } = this.harness
    const later = <T>(ms: number, then: () => T): Promise<T> =>
      new Promise((resolve, reject) =>
        clock.at(clock.now() + ms, () => {
          done()
          try {
            resolve(then())
          } catch (thrown) {
            reject(thrown)
          }
        }),
      )
    const succeed = (value?: unknown): unknown => (this.succeeded.add(id), value)
    const fail = (): never => {
      throw new Error('no')
    }
    if (deed === 'wait') return later(5, succeed)
    if (deed === 'slow') return later(600, succeed)
    if (deed === 'reject') return later(3, fail)
    if (deed === 'slow-seek') return later(4, () => (this.#seek(offset, context, moved) ? undefined : succeed()))
    done()
    if (deed === 'seek') return this.#seek(offset, context, moved) ? undefined : succeed()
    if (deed === 'throw') return fail()
    if (deed === 'retry') return retry('later', { after: 20 })
    if (deed === 'dead-letter') return deadLetter('poison')
    if (deed === 'nonsense') return 42
    if (deed === 'skip') return succeed(skip('not ours'))
    if (deed === 'handled') return succeed(handled)
    if (deed === 'pause') {
      context.partition.pause()
      clock.at(clock.now() + 50, context.partition.resume)
    }
    return succeed()
  }

  /** Goes back a little, a few times in all; answers whether it did. */
  #seek(offset: number, context: Context, moved: (to: number) => void): boolean {
    if (this.#seeks++ > 8) return false
    const to = Math.max(0, offset - 2)
    try {
      context.partition.seek(to)
    } catch {
      // the partition is being given up
      return false
    }
    moved(to)
    return true
  }

  /** The same for batches: settles some records, and ends as the deed says. */
  #batched() {
    return {
      consumeBatch: (
        batch: Iterable<ConsumerRecord> & { settle: (record: ConsumerRecord, outcome: unknown) => void },
        context: { attempt: number },
      ) => {
        const records = [...batch]
        const deed = context.attempt > 3 ? 'return' : (this.#deeds[this.#calls++ % this.#deeds.length] as string)
        const open = records.filter((record, index) => {
          if ((index + this.#calls) % 3 !== 0) return true
          const outcome = context.attempt > 3 || deed.length % 2 === 0 ? handled : retry('later', { after: 10 })
          if (outcome === handled) this.succeeded.add(record.id)
          batch.settle(record, outcome)
          return false
        })
        const end = (): void => {
          if (deed === 'throw' || deed === 'reject') throw new Error('half way')
          for (const record of open) this.succeeded.add(record.id)
        }
        if (deed === 'throw' || deed === 'return') return end()
        const { clock } = this.harness
        return new Promise<void>((resolve) => clock.at(clock.now() + 15, resolve)).then(end)
      },
    }
  }

  async take(one: Step): Promise<void> {
    const { engine, session, clock } = this.harness
    const slot = 'partition' in one ? this.owned(one.partition) : undefined
    if (one.type === 'append') engine.append('orders', one.partition, ...Array<string>(one.count).fill('x'))
    if (one.type === 'revoke' && slot !== undefined && !this.#leaving.has(slot)) {
      this.#leaving.add(slot)
      session.revoke([slot], one.drainMs)
    }
    if (one.type === 'lose' && slot !== undefined && !this.#leaving.has(slot)) {
      slot.partition.committed = slot.position
      session.lose([slot])
    }
    if (one.type === 'assign' && slot === undefined) session.assign([engine.partition('orders', one.partition)])
    if (one.type === 'pass') await clock.advance(one.ms)
    else await turns(2)
  }

  readonly #leaving = new Set<FakeSlot>()

  /** Takes every partition and waits until all is settled. */
  async finish(): Promise<void> {
    await this.harness.clock.advance(40_000)
    for (const partition of partitions) await this.take({ type: 'assign', partition })
    for (let round = 0; round < 200 && !partitions.every((partition) => this.owned(partition)?.atEnd); round++)
      await this.harness.clock.advance(2000)
    for (const slot of this.harness.session.slots) {
      const { topic, partition } = slot.partition
      for (const offset of slot.settled)
        if (!this.succeeded.has(`${topic}/${partition}/${offset}`))
          this.faults.push(`${topic}/${partition}/${offset} was settled and never succeeded`)
    }
    for (const partition of partitions) {
      const { end } = this.harness.engine.partition('orders', partition)
      if (this.owned(partition)?.position !== end)
        this.faults.push(`partition ${partition} stands at ${this.owned(partition)?.position} of ${end}`)
      for (let offset = 0; offset < end; offset++)
        if (!this.succeeded.has(`orders/${partition}/${offset}`)) this.faults.push(`orders/${partition}/${offset} was lost`)
    }
  }
}

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 60)

describe('any interleaving of handlers, revocations and losses', () => {
  it.each([
    ['records', null],
    ['batches', { maxRecords: 5, maxWaitMs: 30 }],
  ] as const)('keeps %s in order, settles nothing that did not succeed, and loses nothing', async (_name, batch) => {
    await fc.assert(
      fc.asyncProperty(fc.array(deed, { minLength: 1, maxLength: 20 }), fc.array(step, { maxLength: 40 }), async (deeds, steps) => {
        const trial = new Trial(deeds, batch)
        for (const partition of partitions) await trial.take({ type: 'assign', partition })
        for (const one of steps) await trial.take(one)
        await trial.finish()
        expect(trial.faults).toEqual([])
        expect(trial.harness.failures).toEqual([])
        if (batch === null) expect(trial.harness.session.gaps).toBe(0)
        expect(trial.harness.session.dropped).toBe(0)
      }),
      { numRuns: runs },
    )
  })
})
