import { describe, expect, it } from '@jest/globals'
import { deadLetter, handled, retry, skip, type ConsumerGroupContext, type ConsumerRecord } from '@samsa/contracts'
import type { RecoveryPolicy, RecoveryRule } from '@samsa/dlq'
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
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('seek' as const),
      partition: fc.constantFrom(...partitions),
      back: fc.integer({ min: 0, max: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('break' as const), writes: fc.integer({ min: 0, max: 6 }) }) },
)
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never

/** What the world is like in which handlers do their deeds. */
const world = fc.record({
  attempts: fc.integer({ min: 1, max: 5 }),
  deadLetter: fc.constantFrom('application' as const, null),
  whenExhausted: fc.constantFrom('hold' as const, 'skip' as const),
  rule: fc.constantFrom<RecoveryRule['action'] | 'throws' | null>(null, 'retry', 'deadLetter', 'skip', 'throws'),
  /** Records whose offset leaves this rest fail always. */
  poison: fc.constantFrom(null, 0, 3),
  writeMs: fc.constantFrom(0, 3, 700),
})
type World = typeof world extends fc.Arbitrary<infer T> ? T : never

class Declined extends Error {}

function policyOf({ attempts, deadLetter, whenExhausted, rule }: World): Partial<RecoveryPolicy> {
  const matches = (thrown: unknown): boolean => {
    if (rule === 'throws') throw new Error('a bad rule')
    return thrown instanceof Declined
  }
  const rules = rule === null ? [] : [{ matches, action: rule === 'throws' ? 'skip' : rule, topic: null } as const]
  return { attempts, deadLetter, whenExhausted, rules }
}

type Context = Pick<ConsumerGroupContext, 'attempt' | 'partition'>

/** A worker's session and a ledger of what its handlers did. */
class Trial {
  readonly harness: SessionHarness
  readonly succeeded = new Set<string>()
  /** By slot and offset: how it ended there. */
  readonly endings = new Map<string, string[]>()
  readonly faults: string[] = []
  readonly #deeds: readonly string[]
  readonly #world: World
  readonly #batch: boolean
  /** Records of batches that failed on their own. */
  readonly #guilty = new Set<string>()
  /** By partition: hears that its lane was moved. */
  readonly #moved = new Map<number, (to: number) => void>()
  #calls = 0
  #seeks = 0

  constructor(deeds: readonly string[], batch: { maxRecords: number; maxWaitMs: number } | null, around: World) {
    this.#deeds = deeds
    this.#world = around
    this.#batch = batch !== null
    const create = () => (batch === null ? this.#single() : this.#batched())
    this.harness = sessionHarness({ create, route: { batch }, policy: policyOf(around) })
    const { emitter, letters, clock } = this.harness
    if (around.writeMs > 0) letters.latency = () => new Promise((resolve) => clock.at(clock.now() + around.writeMs, resolve))
    for (const name of ['record.handled', 'record.skipped', 'record.dead-lettered'] as const)
      emitter.on(name, ({ partition, offset }) => this.#ended(partition, offset, name))
    this.harness.session.join()
  }

  #ended(partition: number, offset: number, how: string): void {
    const place = `${this.owned(partition)?.slot}:${offset}`
    this.endings.set(place, [...(this.endings.get(place) ?? []), how])
    if (how === 'record.handled') return
    const id = `orders/${partition}/${offset}`
    this.succeeded.add(id)
    if (this.#batch && this.#world.attempts > 1 && !this.#guilty.has(id)) this.faults.push(`${id} ended by what others did: ${how}`)
  }

  /** Counts the executions of one instance's records: no more than the policy allows until it moves its position. */
  #counting() {
    const runs = new Map<number, number>()
    return {
      ran: ({ id, offset }: ConsumerRecord, attempt: number): void => {
        const times = (runs.get(offset) ?? 0) + 1
        runs.set(offset, times)
        if (attempt !== times || times > this.#world.attempts) this.faults.push(`${id} ran ${times} times, as attempt ${attempt}`)
      },
      forget: (): void => runs.clear(),
    }
  }

  #isPoison(offset: number): boolean {
    return this.#world.poison !== null && offset % 5 === this.#world.poison
  }

  owned(partition: number): FakeSlot | undefined {
    return this.harness.session.slots.find((slot) => slot.live && slot.partition.partition === partition)
  }

  /** A class that keeps watch: records must come in order, one at a time, as long as its lane lives. */
  #single() {
    let last = -1
    let running = false
    const count = this.#counting()
    return {
      consume: (record: ConsumerRecord, context: Context) => {
        if (running) this.faults.push(`two calls at once at ${record.id}`)
        if (record.offset < last || (record.offset === last && context.attempt === 1)) this.faults.push(`${record.id} after ${last}`)
        last = record.offset
        running = true
        count.ran(record, context.attempt)
        const done = (): void => void (running = false)
        const moved = (to: number): void => {
          count.forget()
          last = to - 1
        }
        this.#moved.set(record.partition, moved)
        return this.#act(record, context, done, moved)
      },
    }
  }

  #act({ id, offset }: ConsumerRecord, context: Context, done: () => void, moved: (to: number) => void): unknown {
    const deed = this.#isPoison(offset) ? 'throw' : context.attempt > 3 ? 'return' : this.#deeds[this.#calls++ % this.#deeds.length]
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
      throw offset % 2 === 0 ? new Declined('no') : new Error('no')
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
    if (deed === 'skip') return skip('not ours')
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
    const count = this.#counting()
    return {
      consumeBatch: (
        batch: Iterable<ConsumerRecord> & { settle: (record: ConsumerRecord, outcome: unknown) => void },
        context: { attempt: number },
      ) => {
        const records = [...batch]
        for (const record of records) {
          count.ran(record, context.attempt)
          this.#moved.set(record.partition, count.forget)
        }
        const deed = context.attempt > 3 ? 'return' : (this.#deeds[this.#calls++ % this.#deeds.length] as string)
        const open = records.filter((record, index) => {
          if (this.#isPoison(record.offset)) return true
          if ((index + this.#calls) % 3 !== 0) return true
          const outcome = context.attempt > 3 || deed.length % 2 === 0 ? handled : retry('later', { after: 10 })
          if (outcome === handled) this.succeeded.add(record.id)
          else this.#guilty.add(record.id)
          batch.settle(record, outcome)
          return false
        })
        const [first] = open
        const end = (): void => {
          if (open.length === 1 && first !== undefined) this.#guilty.add(first.id)
          if (deed === 'throw' || deed === 'reject') throw new Declined('half way')
          if (open.some(({ offset }) => this.#isPoison(offset))) throw new Error('poison')
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
    if (one.type === 'seek' && slot !== undefined && !this.#leaving.has(slot)) this.#seekFromOutside(slot, one.back)
    if (one.type === 'break') this.harness.letters.failing = one.writes
    if (one.type === 'assign' && slot === undefined) session.assign([engine.partition('orders', one.partition)])
    if (one.type === 'pass') await clock.advance(one.ms)
    else await turns(2)
  }

  readonly #leaving = new Set<FakeSlot>()

  /** Moves a lane back, or to where it is, whatever it is doing. */
  #seekFromOutside({ slot, position, partition: { partition } }: FakeSlot, back: number): void {
    const to = Math.max(0, position - back)
    this.harness.runner.lanes.of(slot)?.control.seek(to)
    this.#moved.get(partition)?.(to)
  }

  /** Takes every partition and waits until all is settled, or held. */
  async finish(): Promise<void> {
    await this.harness.clock.advance(40_000)
    this.harness.letters.failing = 0
    for (const partition of partitions) await this.take({ type: 'assign', partition })
    for (let round = 0; round < 200 && !partitions.every((partition) => this.#isOver(partition)); round++)
      await this.harness.clock.advance(2000)
    for (const slot of this.harness.session.slots) this.#checkSlot(slot)
    for (const partition of partitions) this.#checkPartition(partition)
  }

  #isOver(partition: number): boolean {
    const slot = this.owned(partition)
    return slot?.atEnd === true || (slot !== undefined && this.harness.runner.lanes.of(slot.slot)?.phase === 'held')
  }

  /** What was settled ended in one way, and what was dead-lettered was settled. */
  #checkSlot({ slot, settled, partition: { topic, partition } }: FakeSlot): void {
    for (const offset of settled) {
      const place = `${topic}/${partition}/${offset}`
      if (!this.succeeded.has(place)) this.faults.push(`${place} was settled and never succeeded`)
      const how = this.endings.get(`${slot}:${offset}`) ?? []
      if (how.length !== 1) this.faults.push(`${place} was settled and ended as ${how.join(' and ') || 'nothing'}`)
    }
    for (const [place, how] of this.endings) {
      const [of, offset] = place.split(':').map(Number)
      if (of === slot && how.includes('record.dead-lettered') && !settled.includes(offset as number))
        this.faults.push(`${topic}/${partition}/${offset} was dead-lettered and not settled`)
    }
  }

  /** No position passed what has not ended; only a record without attempts and without dead-letter topic may hold its partition. */
  #checkPartition(partition: number): void {
    const { end } = this.harness.engine.partition('orders', partition)
    const slot = this.owned(partition) as FakeSlot
    const held = this.harness.runner.lanes.of(slot.slot)?.phase === 'held'
    if (held ? this.#world.deadLetter !== null || this.#world.whenExhausted !== 'hold' : slot.position !== end)
      this.faults.push(`partition ${partition} stands at ${slot.position} of ${end}${held ? ', held' : ''}`)
    for (let offset = 0; offset < slot.position; offset++)
      if (!this.succeeded.has(`orders/${partition}/${offset}`)) this.faults.push(`orders/${partition}/${offset} was lost`)
  }
}

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 60)

describe('any interleaving of handlers, failures, policies, revocations, losses and dead letters that cannot be written', () => {
  it.each([
    ['records', null],
    ['batches', { maxRecords: 5, maxWaitMs: 30 }],
  ] as const)(
    'keeps %s in order, runs none more often than it may, settles each for one reason, and loses none',
    async (_name, batch) => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(deed, { minLength: 1, maxLength: 20 }),
          fc.array(step, { maxLength: 40 }),
          world,
          async (deeds, steps, around) => {
            const trial = new Trial(deeds, batch, around)
            for (const partition of partitions) await trial.take({ type: 'assign', partition })
            for (const one of steps) await trial.take(one)
            await trial.finish()
            expect(trial.faults).toEqual([])
            expect(trial.harness.failures).toEqual([])
            if (batch === null) expect(trial.harness.session.gaps).toBe(0)
            expect(trial.harness.session.dropped).toBe(0)
          },
        ),
        { numRuns: runs },
      )
    },
    5_000 + runs * 50,
  )
})
