import {
  accept,
  Consumer,
  type ConsumerRecord,
  deadLetter,
  type RecordOf,
  reject,
  release,
  type ShareGroupBatch,
  type ShareGroupContext,
  type ShareGroupOutcome,
  type Topic,
} from 'samsa'
import { type LedgerEntry, LedgerWriter } from '../src/ledger.js'
import { decide, type SharePlay } from '../src/share/decide.js'
import type { ShareJob, ShareMode } from '../src/share/share-job.js'
import { whatIsThrown } from './what-is-thrown.js'

type Payload = Topic<string | null, string, string>
type Place = Pick<ConsumerRecord, 'topic' | 'partition' | 'offset'>
type Execution = Pick<ShareGroupContext, 'attempt' | 'deliveryCount' | 'signal'>

export const job = JSON.parse(process.env['SHARE_JOB'] ?? 'null') as ShareJob
const ledger = new LedgerWriter(job.ledger)

function write(
  what: LedgerEntry['what'],
  record: Place,
  execution: Pick<Execution, 'attempt' | 'deliveryCount'>,
  rest: Pick<LedgerEntry, 'as' | 'code'> = {},
): void {
  const { topic, partition, offset } = record
  const { attempt, deliveryCount } = execution
  ledger.write({ worker: job.name, what, topic, partition, offset, attempt, key: null, atMs: Date.now(), deliveryCount, ...rest })
}

const codeOf = (signal: AbortSignal): string => (signal.reason as { code?: string } | undefined)?.code ?? 'none'

/** Works; answers whether the signal cut it. One that does not heed the signal goes on, but writes down that it fired. */
function workOn(record: Place, { as, workMs, heedsSignal }: SharePlay, context: ShareGroupContext): Promise<boolean> {
  const { signal, attempt, deliveryCount } = context
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', hear)
      resolve(false)
    }
    const timer = as === 'never' ? undefined : setTimeout(done, workMs)
    const hear = (): void => {
      write('signal', record, { attempt, deliveryCount }, { code: codeOf(signal) })
      if (!heedsSignal) return
      clearTimeout(timer)
      resolve(true)
    }
    signal.addEventListener('abort', hear, { once: true })
  })
}

/** Ends the call as it is meant to, after writing it down: whatever the worker does with the outcome comes later. */
function finish(record: Place, { as, error }: SharePlay, execution: Execution): ShareGroupOutcome {
  const { signal } = execution
  write('end', record, execution, { as, ...(signal.aborted ? { code: codeOf(signal) } : {}) })
  switch (as) {
    case 'release':
      return release('given back on purpose')
    case 'reject':
      return reject('given up on purpose')
    case 'dead-letter':
      return deadLetter('for a person')
    case 'nonsense':
      return 'no outcome' as unknown as ShareGroupOutcome
    case 'throw':
      throw whatIsThrown(error, record, execution.attempt)
    default:
      return accept
  }
}

async function workThenFinish(record: Place, play: SharePlay, context: ShareGroupContext): Promise<ShareGroupOutcome> {
  // a lane has one context for call after call
  const { attempt, deliveryCount, signal } = context
  if (await workOn(record, play, context)) {
    write('cut', record, { attempt, deliveryCount }, { code: codeOf(signal) })
    throw signal.reason
  }
  if (play.as === 'crash') process.kill(process.pid, 'SIGKILL')
  return finish(record, play, { attempt, deliveryCount, signal })
}

/** Looks at every part that can be undecodable. */
function readAll(record: RecordOf<Payload>, execution: Pick<Execution, 'attempt' | 'deliveryCount'>): void {
  try {
    void record.key
    void record.value
    record.headers.get('checked')
  } catch (error) {
    write('end', record, execution, { as: 'unreadable' })
    throw error
  }
}

function handle(
  record: RecordOf<Payload>,
  context: ShareGroupContext,
  mode: ShareMode = 'record',
): ShareGroupOutcome | Promise<ShareGroupOutcome> {
  const { attempt, deliveryCount, signal } = context
  write('begin', record, { attempt, deliveryCount })
  readAll(record, { attempt, deliveryCount })
  const { topic, partition, offset } = record
  const play = decide(job, { topic, partition, offset, attempt, deliveryCount }, mode)
  const isQuick = play.workMs === 0 && play.as !== 'never' && play.as !== 'crash'
  return isQuick ? finish(record, play, { attempt, deliveryCount, signal }) : workThenFinish(record, play, context)
}

/** Writes down every call, and does what the job says. */
@Consumer()
export class ShareLedgerConsumer {
  consume(record: RecordOf<Payload>, context: ShareGroupContext): ShareGroupOutcome | Promise<ShareGroupOutcome> {
    return handle(record, context)
  }

  onLockLost({ topic, partition, offset }: ConsumerRecord): void {
    write('lost', { topic, partition, offset }, { attempt: -1, deliveryCount: -1 })
  }
}

/** The same for batches: settles record by record. The context speaks of the record that is worst off. */
@Consumer()
export class ShareLedgerBatchConsumer {
  async consumeBatch(batch: ShareGroupBatch<Payload>, context: ShareGroupContext): Promise<void> {
    for (const record of batch) batch.settle(record, await handle(record, context))
  }
}

/** The same for batches: settles nothing, so that a record that fails takes the others with it. */
@Consumer()
export class ShareLedgerWholeBatchConsumer {
  async consumeBatch(batch: ShareGroupBatch<Payload>, context: ShareGroupContext): Promise<void> {
    for (const record of batch) await handle(record, context, 'whole')
  }
}
