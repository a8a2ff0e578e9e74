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
import type { ShareJob } from '../src/share/share-job.js'

type Payload = Topic<string | null, string, string>
type Place = Pick<ConsumerRecord, 'topic' | 'partition' | 'offset'>

export const job = JSON.parse(process.env['SHARE_JOB'] ?? 'null') as ShareJob
const ledger = new LedgerWriter(job.ledger)

function write(what: LedgerEntry['what'], record: Place, deliveryCount: number, rest: Pick<LedgerEntry, 'as' | 'code'> = {}): void {
  const { topic, partition, offset } = record
  ledger.write({ worker: job.name, what, topic, partition, offset, attempt: 1, key: null, atMs: Date.now(), deliveryCount, ...rest })
}

const codeOf = (signal: AbortSignal): string => (signal.reason as { code?: string } | undefined)?.code ?? 'none'

/** Works; answers whether the signal cut it. One that does not heed the signal goes on, but writes down that it fired. */
function workOn(record: Place, { as, workMs, heedsSignal }: SharePlay, { signal, deliveryCount }: ShareGroupContext): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (): void => {
      signal.removeEventListener('abort', hear)
      resolve(false)
    }
    const timer = as === 'never' ? undefined : setTimeout(done, workMs)
    const hear = (): void => {
      write('signal', record, deliveryCount, { code: codeOf(signal) })
      if (!heedsSignal) return
      clearTimeout(timer)
      resolve(true)
    }
    signal.addEventListener('abort', hear, { once: true })
  })
}

/** Ends the call as it is meant to, after writing it down: whatever the worker does with the outcome comes later. */
function finish(record: Place, { as }: SharePlay, deliveryCount: number): ShareGroupOutcome {
  write('end', record, deliveryCount, { as })
  switch (as) {
    case 'release':
      return release('given back on purpose')
    case 'reject':
      return reject('given up on purpose')
    case 'dead-letter':
      return deadLetter('for a person')
    case 'throw':
      throw new Error(`failing ${record.topic}/${record.partition}/${record.offset} on purpose`)
    default:
      return accept
  }
}

async function workThenFinish(record: Place, play: SharePlay, context: ShareGroupContext): Promise<ShareGroupOutcome> {
  const { deliveryCount, signal } = context
  if (await workOn(record, play, context)) {
    write('cut', record, deliveryCount, { code: codeOf(signal) })
    throw signal.reason
  }
  if (play.as === 'crash') process.kill(process.pid, 'SIGKILL')
  return finish(record, play, deliveryCount)
}

function handle(record: Place, context: ShareGroupContext, deliveryCount: number): ShareGroupOutcome | Promise<ShareGroupOutcome> {
  write('begin', record, deliveryCount)
  const { topic, partition, offset } = record
  const play = decide(job, { topic, partition, offset, deliveryCount })
  const isQuick = play.workMs === 0 && play.as !== 'never' && play.as !== 'crash'
  return isQuick ? finish(record, play, deliveryCount) : workThenFinish(record, play, context)
}

/** Writes down every call, and does what the job says. */
@Consumer()
export class ShareLedgerConsumer {
  consume(record: RecordOf<Payload>, context: ShareGroupContext): ShareGroupOutcome | Promise<ShareGroupOutcome> {
    void record.value
    return handle(record, context, context.deliveryCount)
  }

  onLockLost({ topic, partition, offset }: ConsumerRecord): void {
    write('lost', { topic, partition, offset }, -1)
  }
}

/** The same for batches: settles record by record. The context tells the highest delivery count of the batch. */
@Consumer()
export class ShareLedgerBatchConsumer {
  async consumeBatch(batch: ShareGroupBatch<Payload>, context: ShareGroupContext): Promise<void> {
    for (const record of batch) batch.settle(record, await handle(record, context, context.deliveryCount))
  }
}
