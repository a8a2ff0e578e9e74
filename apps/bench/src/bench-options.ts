import { parseArgs } from 'node:util'

import { listed, oneOf, positive } from './option-values.js'
import { type HandlerKind, handlerKinds } from './program/consume-job.js'

/** The tasks there are. */
export const taskNames = ['consume', 'produce', 'partitions'] as const

/** One of the tasks. */
export type TaskName = (typeof taskNames)[number]

/** What the command line asks for. */
export interface BenchOptions {
  readonly task: TaskName
  /** Print one JSON value instead of tables. */
  readonly json: boolean
  readonly rounds: number
  /** Records of a round; candidates with a limit of their own take fewer. */
  readonly records: number
  /** Bytes of a value. */
  readonly valueBytes: number
  /** Partitions of the topic. */
  readonly partitions: number
  readonly handler: HandlerKind
  /** Candidates or clients to run; empty: all. */
  readonly only: readonly string[]
  /** Longest time for one run of one candidate. */
  readonly limitMs: number
}

/** How the command is used. */
export const usage = `npm run bench -- <${taskNames.join(' | ')}> [options], or npm run bench -- share [options] (share --help)

  --rounds 3        rounds; each runs every candidate once, in rotated order
  --records N       records of a round (1000000; produce 500000)
  --size 100        bytes of a value
  --partitions 4    consume, produce: partitions of the topic
  --handler noop    consume: ${handlerKinds.join(', ')}
  --only a,b        only these candidates or clients, by name
  --limit 120       seconds after which one run of a candidate is ended and counts as failed
  --json            one JSON value on standard output instead of tables`

/**
 * Reads the command line.
 *
 * @throws Error with one sentence for a person, when an option is unknown or has no sense.
 */
export function parseBenchOptions(argv: readonly string[]): BenchOptions {
  const { positionals, values } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      rounds: { type: 'string', default: '3' },
      records: { type: 'string' },
      size: { type: 'string', default: '100' },
      partitions: { type: 'string', default: '4' },
      handler: { type: 'string', default: 'noop' },
      only: { type: 'string', default: '' },
      limit: { type: 'string', default: '120' },
    },
  })
  const task = oneOf('task', positionals[0] ?? '', taskNames)
  if (positionals.length > 1) throw new Error(`One task at a time: what is ${JSON.stringify(positionals[1])}?`)
  return {
    task,
    json: values.json,
    rounds: positive('--rounds', values.rounds),
    records: positive('--records', values.records ?? (task === 'produce' ? '500000' : '1000000')),
    valueBytes: positive('--size', values.size),
    partitions: positive('--partitions', values.partitions),
    handler: oneOf('--handler', values.handler, handlerKinds),
    only: listed(values.only),
    limitMs: positive('--limit', values.limit) * 1000,
  }
}
