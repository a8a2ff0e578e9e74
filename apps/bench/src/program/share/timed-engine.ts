import type { Engine, RecordColumns, Session, SessionObserver } from '@samsa/contracts'

import type { LatencyTally } from './latency-tally.js'

/** The engine with ears at its port: it tells when a record is settled and when that is answered, which no worker tells by itself. */
export function timedEngine(engine: Engine, tally: LatencyTally): Engine {
  return {
    capabilities: engine.capabilities,
    open: (subscription, observer, clock) => timedSession(engine.open(subscription, timedObserver(observer, tally), clock), tally),
  }
}

function timedObserver(observer: SessionObserver, tally: LatencyTally): SessionObserver {
  return overriding(observer, {
    answered: (answer) => {
      for (const { partition, from, to } of answer.ranges) tally.answer(partition, from, to)
      observer.answered(answer)
    },
  })
}

function timedSession(session: Session, tally: LatencyTally): Session {
  return overriding(session, {
    settle: (batch, start, end, as) => {
      for (let row = start; row < end; row++) tally.settle(session.partition(slotOf(batch, row)).partition, batch.offsets[row]!)
      session.settle(batch, start, end, as)
    },
  })
}

function slotOf({ runs }: RecordColumns, row: number): number {
  let run = 0
  while (row < runs[run + 1]! || row >= runs[run + 1]! + runs[run + 2]!) run += 3
  return runs[run]!
}

/** The same object with other functions; what is left is called on the object itself, which may be a class with private state. */
function overriding<Port extends object>(port: Port, overrides: Partial<Port>): Port {
  return new Proxy(port, {
    get: (target, name) => {
      const override = overrides[name as keyof Port]
      if (override !== undefined) return override
      const value: unknown = Reflect.get(target, name, target)
      return typeof value === 'function' ? (value.bind(target) as unknown) : value
    },
  })
}
