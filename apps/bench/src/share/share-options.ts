import { parseArgs } from 'node:util'

import { listed, oneOf, positive } from '../option-values.js'

/** Parts of the share bench. */
export const shareParts = ['throughput', 'latency', 'idle'] as const

/** One of the parts. */
export type SharePart = (typeof shareParts)[number]

/** What a handler does: `noop` returns at once, `wait` waits asynchronously. */
export const handlerNames = ['noop', 'wait'] as const

/** One of the handlers. */
export type HandlerName = (typeof handlerNames)[number]

/** What `npm run bench -- share` is asked for. */
export interface ShareOptions {
  /** Print one JSON value instead of tables. */
  readonly json: boolean
  readonly parts: readonly SharePart[]
  readonly rounds: number
  /** Records of a run with the handler that returns at once. */
  readonly records: number
  /** How long a run with the handler that waits should take at best; says how many records it has. */
  readonly waitSeconds: number
  /** Milliseconds that the handler waits. */
  readonly workMs: number
  readonly valueBytes: number
  readonly partitions: number
  readonly handlers: readonly HandlerName[]
  /** Records in work at once in a process, where the handler waits. */
  readonly inWork: readonly number[]
  /** Records of a producer batch. */
  readonly batches: readonly number[]
  readonly processes: readonly number[]
  /** Candidates or clients to run; empty: all. */
  readonly only: readonly string[]
  /** Records that are timed one by one for the latencies. */
  readonly latencyRecords: number
  /** How long idle members are watched. */
  readonly idleSeconds: number
  /** Longest time for one run of one candidate. */
  readonly limitMs: number
}

/** How the command is used. */
export const shareUsage = `npm run bench -- share [options]

  --parts ${shareParts.join(',')}
  --rounds 3               rounds; each runs every candidate once, in rotated order
  --handlers noop,wait     handlers that return at once, and that wait
  --batches 1,100,9000     records of a producer batch
  --processes 1,2
  --in-work 1,8,64         records in work at once in a process, where the handler waits
  --records 1000000        records of a run with noop (batches of 1: at most 200000)
  --seconds 5              how long a run with wait takes at best
  --work 20                milliseconds that the handler waits
  --size 100               bytes of a value
  --partitions 4           partitions of the topics
  --only a,b               only these candidates or clients, by name
  --latency-records 1000   records that are timed one by one
  --idle-seconds 20        how long idle members are watched
  --limit 120              seconds after which one run of a candidate is ended and counts as failed
  --json                   one JSON value on standard output instead of tables`

const definitions = {
  'json': { type: 'boolean', default: false },
  'parts': { type: 'string', default: shareParts.join() },
  'rounds': { type: 'string', default: '3' },
  'handlers': { type: 'string', default: handlerNames.join() },
  'batches': { type: 'string', default: '1,100,9000' },
  'processes': { type: 'string', default: '1,2' },
  'in-work': { type: 'string', default: '1,8,64' },
  'records': { type: 'string', default: '1000000' },
  'seconds': { type: 'string', default: '5' },
  'work': { type: 'string', default: '20' },
  'size': { type: 'string', default: '100' },
  'partitions': { type: 'string', default: '4' },
  'only': { type: 'string', default: '' },
  'latency-records': { type: 'string', default: '1000' },
  'idle-seconds': { type: 'string', default: '20' },
  'limit': { type: 'string', default: '120' },
} as const

type TextOption = Exclude<keyof typeof definitions, 'json'>

/**
 * Reads the command line behind `share`.
 *
 * @throws Error with one sentence for a person, when an option is unknown or has no sense.
 */
export function parseShareOptions(argv: readonly string[]): ShareOptions {
  const { values } = parseArgs({ args: [...argv], options: definitions })
  const number = (name: TextOption): number => positive(`--${name}`, values[name])
  const numbers = (name: TextOption): readonly number[] => listed(values[name]).map((one) => positive(`--${name}`, one))
  const names = <Name extends string>(name: TextOption, known: readonly Name[]): readonly Name[] =>
    listed(values[name]).map((one) => oneOf(`--${name}`, one, known))
  return {
    json: values.json,
    parts: names('parts', shareParts),
    rounds: number('rounds'),
    records: number('records'),
    waitSeconds: number('seconds'),
    workMs: number('work'),
    valueBytes: number('size'),
    partitions: number('partitions'),
    handlers: names('handlers', handlerNames),
    inWork: numbers('in-work'),
    batches: numbers('batches'),
    processes: numbers('processes'),
    only: listed(values.only),
    latencyRecords: number('latency-records'),
    idleSeconds: number('idle-seconds'),
    limitMs: number('limit') * 1000,
  }
}
