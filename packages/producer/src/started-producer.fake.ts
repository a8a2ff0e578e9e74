import { SamsaError, systemClock, type Clock, type OutgoingRecord, type ProducerObserver } from '@samsa/contracts'
import { KafkaProducer } from './kafka-producer.js'
import { FakeNativeProducer } from './native-producer.fake.js'

/** The next turn of the event loop. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
/** Waits, turn by turn, for a condition. */
export const until = async (condition: () => boolean): Promise<void> => {
  while (!condition()) await turn()
}

/** A record with a value and what else is given. */
export const record = (value: string | null, more: Partial<OutgoingRecord> = {}): OutgoingRecord => ({
  key: null,
  value,
  headers: null,
  partition: null,
  timestampMs: null,
  ...more,
})

/** What a promise was rejected with. */
export const rejection = async (promise: Promise<unknown>): Promise<SamsaError> => {
  const thrown: unknown = await promise.then(
    () => new Error('it was fulfilled'),
    (reason: unknown) => reason,
  )
  if (!(thrown instanceof SamsaError)) throw thrown
  return thrown
}

/** A producer over a fake of the library. */
export function startFaked(limits = { records: 1000, bytes: 1e9 }, clock: Clock = systemClock) {
  const natives: FakeNativeProducer[] = []
  const troubles: SamsaError[] = []
  const logs: string[] = []
  const observer: ProducerObserver = {
    trouble: (trouble) => troubles.push(trouble),
    libraryLog: (_level, _facility, text) => logs.push(text),
  }
  const open = (wake: () => void): FakeNativeProducer => {
    natives.push(new FakeNativeProducer(wake))
    return natives.at(-1)!
  }
  const producer = new KafkaProducer({ cluster: 'default', open, limits, observer, clock })
  return { producer, natives, native: natives[0]!, troubles, logs }
}

/** A deadline that comes at once. */
export const soon = (): number => systemClock.now() + 20
/** A deadline that does not come. */
export const later = (): number => systemClock.now() + 60_000

/** A clock that stands still until it is moved. */
export function manualClock(): Clock & { readonly advance: (ms: number) => void } {
  let nowMs = 0
  const plans = new Set<{ atMs: number; run: () => void }>()
  return {
    now: () => nowMs,
    wall: () => nowMs,
    at: (atMs, run) => {
      const plan = { atMs, run }
      plans.add(plan)
      return () => void plans.delete(plan)
    },
    advance: (ms) => {
      nowMs += ms
      for (const plan of plans) if (plan.atMs <= nowMs && plans.delete(plan)) plan.run()
    },
  }
}
