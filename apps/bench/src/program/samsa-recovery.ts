import type { ConsumerGroupAction, ConsumerGroupDeadLetter, ConsumerGroupExhausted, RecoveryOptions } from 'samsa'

type Recovery = RecoveryOptions<ConsumerGroupAction, ConsumerGroupDeadLetter, ConsumerGroupExhausted>

// Everything that a policy can have: no record fails here, so what is measured is what declaring it costs the others.
const everything: Recovery = {
  retry: {
    attempts: 5,
    backoff: (attempt) => attempt * 100,
    on: [
      { error: RangeError, action: 'stop' },
      { error: 'ECONNREFUSED', action: 'retry' },
      { error: (error) => error === null, action: { deadLetter: 'dlq.bench.odd' } },
    ],
  },
  deadLetter: {
    topic: 'dlq.bench',
    transform: (record) => record.value as Uint8Array | null,
    headers: (record) => ({ 'x-from': record.id }),
  },
}

const nothing: Recovery = { deadLetter: false, whenExhausted: 'hold' }

/** The recovery options of this candidate process, by its variant: `policy`, `no policy`, or none given, which is what most routes have: the defaults. */
export function samsaRecovery(): Recovery {
  const variant = process.argv[3]
  if (variant === undefined) return {}
  if (variant === 'policy') return everything
  if (variant === 'no policy') return nothing
  throw new Error(`there is no variant ${JSON.stringify(variant)}`)
}
