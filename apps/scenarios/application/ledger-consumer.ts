import { Consumer, type ConsumerGroupBatch, type ConsumerGroupContext, type ConsumerGroupOutcome, type RecordOf, type Topic } from 'samsa'
import { type Fault, isPoison } from '../src/fault.js'
import type { Handler, Job } from '../src/job.js'
import { type LedgerEntry, LedgerWriter } from '../src/ledger.js'
import { playFault } from './play-fault.js'
import { never, work } from './work.js'

type Payload = Topic<string | null, string, string>

export const job = JSON.parse(process.env['SCENARIO_JOB'] ?? 'null') as Job
const ledger = new LedgerWriter(job.ledger)
const failures = new Map<string, number>()
const runs = new Map<string, number>()

function write(what: LedgerEntry['what'], record: RecordOf<Payload>, attempt: number, rest: Pick<LedgerEntry, 'as'> = {}): void {
  const { topic, partition, offset } = record
  const key = job.handler.readsKey ? record.key : null
  ledger.write({ worker: job.name, what, topic, partition, offset, attempt, key, atMs: Date.now(), ...rest })
}

/** What nobody catches, thrown where nobody waits for it. */
function letLoose(how: 'exception' | 'rejection'): void {
  const error = new Error('loose on purpose')
  if (how === 'rejection') void Promise.reject(error)
  else
    setImmediate(() => {
      throw error
    })
}

const blocked = new Set<string>()

function block(id: string, ms: number): void {
  if (blocked.has(id)) return
  blocked.add(id)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms)
}

function shouldFail(handler: Handler, record: RecordOf<Payload>): boolean {
  const left = failures.get(record.id) ?? handler.failAt[record.offset] ?? 0
  failures.set(record.id, left - 1)
  return left > 0
}

function faultOf(record: RecordOf<Payload>, run: number): Fault {
  if (isPoison(record.offset, job.handler.poisonEvery)) return 'error'
  const faults = job.handler.faults[`${record.partition}/${record.offset}`]
  return faults?.[Math.min(run, faults.length) - 1] ?? 'fine'
}

/** Reads what the job wants to be read, so that it is decoded. */
function readParts(record: RecordOf<Payload>): void {
  const { handler } = job
  if (handler.readsValue) void record.value
  if (handler.readsHeader !== null) void record.headers.get(handler.readsHeader)
}

async function handle(record: RecordOf<Payload>, context: ConsumerGroupContext): Promise<ConsumerGroupOutcome | void> {
  const { handler } = job
  readParts(record)
  // oxlint-disable-next-line typescript/only-throw-error -- a handler may throw anything, undefined too: that is what is shown
  if (shouldFail(handler, record)) throw handler.failHow === 'undefined' ? undefined : new Error(`failing ${record.id} on purpose`)
  const loose = handler.looseAt[record.offset]
  if (loose !== undefined) letLoose(loose)
  block(record.id, handler.blockAt[record.offset] ?? 0)
  if (handler.stuckAt.includes(record.offset)) await never()
  const ms = handler.longAt[record.offset] ?? handler.slow[record.partition] ?? handler.workMs
  if (ms > 0) await work(ms, context.signal)
  const run = (runs.get(record.id) ?? 0) + 1
  runs.set(record.id, run)
  return playFault(faultOf(record, run), record.id, run, context)
}

/** Handles a record and writes down how that ended. */
async function handleAndTell(record: RecordOf<Payload>, context: ConsumerGroupContext): Promise<ConsumerGroupOutcome | void> {
  try {
    const outcome = await handle(record, context)
    if (outcome === undefined) write('end', record, context.attempt)
    else write('cut', record, context.attempt, { as: outcome.outcome })
    return outcome
  } catch (thrown) {
    write('cut', record, context.attempt)
    throw thrown
  }
}

/** Writes down every call, and does what the job says. */
@Consumer()
export class LedgerConsumer {
  consume(record: RecordOf<Payload>, context: ConsumerGroupContext): Promise<ConsumerGroupOutcome | void> {
    write('begin', record, context.attempt)
    if (job.handler.failHow === 'synchronous' && shouldFail(job.handler, record))
      throw new Error(`failing ${record.id} on purpose, synchronously`)
    return handleAndTell(record, context)
  }
}

/** The same for batches: settles record by record, so that a failure half way leaves the first half done. */
@Consumer()
export class LedgerBatchConsumer {
  async consumeBatch(batch: ConsumerGroupBatch<Payload>, context: ConsumerGroupContext): Promise<void> {
    for (const record of batch) {
      write('begin', record, context.attempt)
      const outcome = await handleAndTell(record, context)
      if (job.handler.settlesEach) batch.settle(record, outcome ?? { outcome: 'handled' })
    }
  }
}
