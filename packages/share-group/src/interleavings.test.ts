import { describe, expect, it } from '@jest/globals'
import { runWidth, type Doing, type RecordColumns, type Settlement } from '@samsa/contracts'
import fc from 'fast-check'
import { settled } from './testing/fake-clock.js'
import type { FakeRun } from './testing/fake-driver.js'
import { joined, type FakeSession } from './testing/fake-session.js'

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 60)
const lockMs = 1000

type Step =
  | { readonly do: 'deliver'; readonly member: number; readonly counts: readonly number[]; readonly waitedMs: number }
  | { readonly do: 'take'; readonly records: number }
  | { readonly do: 'settle'; readonly which: number; readonly as: Settlement }
  | { readonly do: 'doing'; readonly which: number; readonly what: Doing }
  | { readonly do: 'answer'; readonly member: number; readonly errno: number }
  | { readonly do: 'pass'; readonly ms: number }
  | { readonly do: 'quiet' }

const member = fc.nat(1)
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('deliver' as const),
        member,
        counts: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 6 }),
        waitedMs: fc.constantFrom(0, 0, 300, 1200),
      }),
    },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('take' as const), records: fc.integer({ min: 1, max: 4 }) }) },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('settle' as const),
        which: fc.nat(),
        as: fc.constantFrom<Settlement>('done', 'release', 'reject'),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('doing' as const),
        which: fc.nat(),
        what: fc.constantFrom<Doing>('working', 'waiting', 'held'),
      }),
    },
    { weight: 5, arbitrary: fc.record({ do: fc.constant('answer' as const), member, errno: fc.constantFrom(0, 0, 121, -195) }) },
    { weight: 4, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(0, 1, 100, 450, 1000) }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('quiet' as const) }) },
  ),
  { maxLength: 40 },
)

/** A user of a session that does what it is told, and holds against the rules what it hears. */
class Walk {
  readonly inWork: { readonly batch: RecordColumns; readonly row: number }[] = []
  readonly taken = new Map<string, number>()
  delivered = 0
  settledRecords = 0
  #offset = 0
  readonly #fake: FakeSession

  constructor(fake: FakeSession) {
    this.#fake = fake
    fake.onExpiring = (batch) => this.#giveUp(batch)
    fake.onStarving = () => this.#save()
  }

  async walk(step: Step): Promise<void> {
    const fake = this.#fake
    if (step.do === 'deliver') this.#deliver(step.member, step.counts, step.waitedMs)
    else if (step.do === 'take') this.#take(step.records)
    else if (step.do === 'settle') this.#settle(step.which, step.as)
    else if (step.do === 'doing') this.#do(step.which, step.what)
    else if (step.do === 'pass') await fake.clock.pass(step.ms)
    else if (step.do === 'quiet') fake.session.quiet()
    else if (fake.driver(step.member).open.length > 0) fake.driver(step.member).answer(step.errno)
    await settled()
  }

  #deliver(to: number, counts: readonly number[], waitedMs: number): void {
    const driver = this.#fake.driver(to)
    if (!driver.isSubscribed || driver.hasData || driver.holds > 0) return
    const offsets = counts.map(() => this.#offset++)
    this.delivered += counts.length
    const half = Math.ceil(counts.length / 2)
    const list: FakeRun[] = [
      { partition: to, offsets: offsets.slice(0, half), counts: counts.slice(0, half) },
      { partition: to + 2, offsets: offsets.slice(half), counts: counts.slice(half) },
    ]
    driver.deliver(
      list.filter((run) => run.offsets.length > 0),
      { waitedMs },
    )
  }

  #take(records: number): void {
    const batch = this.#fake.session.take(records)
    if (batch !== null) this.#work(batch, records)
  }

  /** The runner saves what would starve, every other time. */
  #save(): void {
    if (this.#offset % 2 === 0) return
    for (let batch = this.#fake.session.takeLast(); batch !== null; batch = this.#fake.session.takeLast()) {
      this.#work(batch, Infinity)
      for (const { row } of this.inWork.filter((one) => one.batch === batch)) expect(batch.deliveryCounts![row]).toBe(3)
    }
  }

  #do(which: number, what: Doing): void {
    const one = this.inWork[which % this.inWork.length]
    if (one !== undefined) this.#fake.session.doing(one.batch, one.row, one.row + 1, what)
  }

  #work(batch: RecordColumns, records: number): void {
    let count = 0
    for (let at = 0; at < batch.runs.length; at += runWidth) {
      for (let row = batch.runs[at + 1]!; row < batch.runs[at + 1]! + batch.runs[at + 2]!; row++, count++) {
        this.inWork.push({ batch, row })
        const key = `${batch.offsets[row]}`
        expect(this.taken.has(key)).toBe(false)
        this.taken.set(key, batch.deliveryCounts![row]!)
      }
    }
    expect(count).toBeGreaterThan(0)
    expect(count).toBeLessThanOrEqual(records)
    expect(this.#fake.clock.now()).toBeLessThan(batch.expiresAtMs)
  }

  #settle(which: number, as: Settlement): void {
    if (this.inWork.length === 0) return
    const [one] = this.inWork.splice(which % this.inWork.length, 1)
    this.#fake.session.settle(one!.batch, one!.row, one!.row + 1, as)
    this.settledRecords++
  }

  /** The runner gives back what it has not begun: here the odd rows. */
  #giveUp(batch: RecordColumns): void {
    for (const one of this.inWork.filter((work) => work.batch === batch && work.row % 2 === 1)) {
      this.inWork.splice(this.inWork.indexOf(one), 1)
      this.#fake.session.settle(one.batch, one.row, one.row + 1, 'release')
      this.settledRecords++
    }
  }
}

describe('any interleaving', () => {
  it(
    'gives out each record once, acknowledges each once, never releases an unstarted one at its last delivery, and comes to an end',
    async () => {
      await fc.assert(
        fc.asyncProperty(steps, async (list) => {
          const fake = await joined(
            { members: 2, concurrency: 3 },
            { 'share.record.lock.duration.ms': `${lockMs}`, 'share.delivery.count.limit': '3' },
          )
          for (const driver of fake.library.drivers) driver.answersWith = null
          const user = new Walk(fake)
          for (const step of list) await user.walk(step)
          // everything runs out: answers come, locks end, what is in work ends
          for (let round = 0; round < 8; round++) {
            for (const driver of fake.library.drivers) while (driver.open.length > 0) driver.answer(0)
            await fake.clock.pass(lockMs / 2)
          }
          while (user.inWork.length > 0) await user.walk({ do: 'settle', which: 0, as: 'done' })
          await fake.session.flush()
          for (const driver of fake.library.drivers) {
            expect(driver.refused).toBe(0)
            expect(driver.holds).toBe(0)
          }
          expect(fake.told('trouble')).toEqual([])
          expect(fake.failures).toEqual([])
          const given = fake.told('given-back')
          expect(given.every(({ deliveryCount }) => deliveryCount < 3)).toBe(true)
          expect(fake.told('starved').every(({ deliveryCount }) => deliveryCount === 3)).toBe(true)
          const unstarted = given.reduce((sum, { records }) => sum + records, 0) + fake.told('starved').length
          expect(user.taken.size + unstarted).toBe(user.delivered)
          const answered = fake.answers.flatMap(({ ranges }) => ranges).reduce((sum, { from, to }) => sum + to - from, 0)
          const dropped = fake.told('dropped').reduce((sum, { records }) => sum + records, 0)
          expect(answered).toBeLessThanOrEqual(user.delivered)
          expect(dropped).toBeLessThanOrEqual(user.settledRecords)
          const closing = fake.session.close(fake.clock.now() + 1000)
          await fake.clock.pass(1000)
          expect(await closing).toEqual({ unsettled: 0, unanswered: 0, hung: false })
        }),
        { numRuns: runs },
      )
    },
    30_000 + runs * 100,
  )
})
