import { describe, expect, it } from '@jest/globals'
import fc from 'fast-check'
import type { RecoveryPolicy } from './policy/recovery-policy.js'
import { anyConsumerPolicy, anySharePolicy } from './testing/any-policy.js'
import { anyScripts } from './testing/behaviours.js'
import { buildPolicy } from './testing/build-policy.js'
import { ConsumerGroupModel, type ConsumerStep } from './testing/consumer-group-model.js'
import { ShareGroupModel, type ShareStep } from './testing/share-group-model.js'

const runs = Number(process.env['SAMSA_INTERLEAVINGS'] ?? 300)
const options = { numRuns: runs }
const limitMs = 30_000 + runs * 10

const randomOf = (seed: number) => {
  let state = seed
  return (): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

const consumerSteps = fc.array(
  fc.oneof(
    { weight: 12, arbitrary: fc.constant<ConsumerStep>('work') },
    { weight: 4, arbitrary: fc.constantFrom<ConsumerStep>('commit', 'crash', 'hand-over', 'write-fails', 'crash-after-write') },
  ),
  { maxLength: 60 },
)
const anyStep: fc.Arbitrary<ShareStep> = fc.oneof(
  {
    weight: 20,
    arbitrary: fc.record({
      do: fc.constant('work' as const),
      record: fc.nat(3),
      tookMs: fc.constantFrom(0, 0, 0, 10, 300, 1000),
      dies: fc.constantFrom(false, false, false, true),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pass' as const), ms: fc.constantFrom(1, 100, 450, 1000) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constantFrom('crash' as const, 'hand-over' as const, 'write-fails' as const, 'crash-after-write' as const),
    }),
  },
)
const shareSteps = fc.array(anyStep, { maxLength: 80 })
const anyLimit = fc.integer({ min: 2, max: 6 })

describe('a consumer group', () => {
  it(
    'ends every record in one way, loses none, and runs none more than n × (c + 1) times',
    () => {
      fc.assert(
        fc.property(anyConsumerPolicy, anyScripts, consumerSteps, fc.nat(), (policy, scripts, steps, seed) => {
          const model = new ConsumerGroupModel(policy, scripts, randomOf(seed))
          for (const step of steps) model.step(step)
          model.finish()
          const ended = model.records.filter(({ end }) => end !== null)
          expect(ended).toHaveLength(model.committed)
          expect(ended.map(({ offset }) => offset)).toEqual(ended.map((_, index) => index))
          if (!model.waits) expect(model.committed).toBe(scripts.length)
          expect(model.records.flatMap((record) => record.faults())).toEqual([])
          for (const { runs: count } of model.records) expect(count).toBeLessThanOrEqual(policy.attempts * (model.cuts + 1))
        }),
        options,
      )
    },
    limitMs,
  )

  it(
    'runs a record that always fails exactly n times, its neighbours once, and writes it once',
    () => {
      fc.assert(
        fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(4), fc.nat(), (attempts, poison, seed) => {
          const scripts = Array.from({ length: 5 }, (_, offset) => [offset === poison ? ('throw' as const) : ('handle' as const)])
          const model = new ConsumerGroupModel(buildPolicy({ attempts }), scripts, randomOf(seed))
          model.finish()
          expect(model.records.map((record) => record.runs)).toEqual(scripts.map((_, offset) => (offset === poison ? attempts : 1)))
          expect(model.records.map((record) => record.letters.length)).toEqual(scripts.map((_, offset) => (offset === poison ? 1 : 0)))
        }),
      )
    },
    limitMs,
  )

  it('writes the same id again after a crash between the write and the settlement', () => {
    const model = new ConsumerGroupModel(buildPolicy({ attempts: 2 }), [['throw']], Math.random)
    for (const step of ['crash-after-write', 'work', 'work'] as const) model.step(step)
    expect(model.committed).toBe(0)
    model.finish()
    const [record] = model.records
    expect(record).toMatchObject({ end: 'dead-lettered', runs: 4, letters: ['c/g/t/0/0@1', 'c/g/t/0/0@1'] })
  })
})

describe('a share group', () => {
  it(
    'ends every record in one way, and runs none above its last delivery, nor more than n − d + 1 times in delivery d',
    () => {
      fc.assert(
        fc.property(anySharePolicy, anyScripts, anyLimit, shareSteps, fc.nat(), (policy, scripts, limit, steps, seed) => {
          const model = new ShareGroupModel({ policy, scripts, limit, random: randomOf(seed) })
          for (const step of steps) model.step(step)
          model.finish()
          expect(model.records.flatMap((record) => record.faults())).toEqual([])
          for (const { end, executions } of model.records) {
            expect(end).not.toBeNull()
            executions.forEach((count, delivery) => {
              expect(delivery).toBeLessThanOrEqual(model.lastRun)
              expect(count).toBeLessThanOrEqual(policy.attempts - delivery + 1)
            })
          }
        }),
        options,
      )
    },
    limitMs,
  )

  it(
    'loses a record only at its very limit: in a run where afterDeliveries is the limit, otherwise before its dead letter is written',
    () => {
      fc.assert(
        fc.property(anySharePolicy, anyScripts, anyLimit, shareSteps, fc.nat(), (given, scripts, limit, steps, seed) => {
          const policy = { ...given, deadLetter: 'application' as const }
          const model = new ShareGroupModel({ policy, scripts, limit, random: randomOf(seed) })
          for (const step of steps) model.step(step)
          model.finish()
          for (const { offset, end, brokerLetters } of model.records) {
            expect(brokerLetters).toBe(0)
            if (end !== 'archived') continue
            const phase = model.archivedIn.get(offset)
            expect(model.lastRun === limit || phase === 'writing' || phase === 'queued').toBe(true)
            if (model.lastRun === limit && phase !== 'writing') expect(given.afterDeliveries).toBeGreaterThanOrEqual(limit)
          }
        }),
        options,
      )
    },
    limitMs,
  )

  const work = (dies = false): ShareStep => ({ do: 'work', record: 0, tookMs: 0, dies })
  const worked = (parts: Partial<RecoveryPolicy>, steps: readonly ShareStep[]) => {
    const model = new ShareGroupModel({ policy: buildPolicy(parts), scripts: [['throw']], limit: 3, random: Math.random })
    for (const step of steps) model.step(step)
    model.finish()
    return { end: model.records[0]!.end, executions: model.records[0]!.executions.slice(1), letters: model.records[0]!.letters.length }
  }
  /** A record is acquired, and its worker dies while it runs, so many times. */
  const crashes = (count: number): readonly ShareStep[] => Array.from({ length: count }, () => [work(), work(true)]).flat()

  it('runs a record that always fails n times in its first delivery where the waits fit into the lock', () => {
    expect(worked({ attempts: 4 }, [])).toEqual({ end: 'dead-lettered', executions: [4], letters: 1 })
  })

  it('runs it in further deliveries where they do not, none after n', () => {
    const slow = { backoff: { kind: 'fixed', delayMs: 501, jitter: false } } as const
    expect(worked({ ...slow, attempts: 2 }, [])).toEqual({ end: 'dead-lettered', executions: [1, 1], letters: 1 })
    expect(worked({ ...slow, attempts: 9 }, [])).toEqual({ end: 'dead-lettered', executions: [1, 1], letters: 1 })
  })

  it('loses nothing by crashes of every run', () => {
    expect(worked({}, crashes(2))).toEqual({ end: 'dead-lettered', executions: [1, 1], letters: 1 })
  })

  it('is archived by a crash in its run at the limit where afterDeliveries allows one', () => {
    expect(worked({ afterDeliveries: 3 }, crashes(3))).toEqual({ end: 'archived', executions: [1, 1, 1], letters: 0 })
    expect(worked({ deadLetter: 'broker' }, crashes(3))).toEqual({ end: 'dead-lettered', executions: [1, 1, 1], letters: 0 })
  })

  it('is archived by a crash before its dead letter is written at the limit', () => {
    const notWritten: ShareStep[] = [{ do: 'write-fails' }, work(), work(), { do: 'crash' }]
    expect(worked({}, [...crashes(2), ...notWritten])).toEqual({ end: 'archived', executions: [1, 1], letters: 0 })
  })
})
