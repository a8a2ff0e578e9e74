import { deadLetterTopic } from './dead-letters.js'
import { expectLetters, letterOf } from './expect-letters.js'
import { expectPassed } from './expect-passed.js'
import type { Raw } from './feed.js'
import type { Handler } from './job.js'
import { type Mode, recordWithAll } from './poison.js'
import { must, scenario, type Stage } from './scenario.js'

/** Bytes that are no UTF-8. */
export const noText = Uint8Array.of(0xc3, 0x28, 0xff)

/** What is wrong with a record, and what its dead letter says of it. */
export interface Undecodable {
  /** Overlays a good record. */
  readonly broken: Partial<Raw>
  readonly message: string | RegExp
  readonly requiresKey?: boolean
  readonly handler?: Partial<Handler>
}

const [count, at] = [6, 2]

async function play(stage: Stage, mode: Mode, settlesEach: boolean, { broken, message, requiresKey = false, handler }: Undecodable) {
  const label = `${mode}-${settlesEach}`
  const [topic, group] = [await stage.topic(label), stage.name(label)]
  const records = Array.from({ length: count }, (_, index) => ({ ...recordWithAll(0, index), ...(index === at ? broken : {}) }))
  await stage.feed({ 'linger.ms': 50 }).send(topic, records)
  const batch = mode === 'batch' ? { batch: { maxRecords: count, maxWait: '5s' } } : {}
  const worker = stage.worker({
    group,
    topics: [topic],
    mode,
    route: batch,
    requiresKey,
    handler: { settlesEach, ...handler },
    tellsAll: true,
  })
  const source = { group, topic, partition: 0, worker: worker.name, records }
  await expectLetters(stage, deadLetterTopic(topic), [
    letterOf(source, at, { attempts: 1, cause: 'deserialize', message, errorCode: 'SAMSA_DESERIALIZE' }),
  ])
  const healthy = records.flatMap((_, offset) => (offset === at ? [] : [{ partition: 0, offset }]))
  const found = await stage.handledAll(topic, healthy)
  must(!settlesEach || found.repeated.length === 0, `neighbours are handled once: ${found.repeated.join(' ')}`)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  must(worker.events('record.dead-lettered').length === 1, 'the event tells it once')
  if (mode === 'record') must(worker.events('record.retried').length === 0, 'nothing is retried')
  await expectPassed(stage, topic, [count], group)
}

/** A record that cannot be decoded goes to the dead letters at its first run, byte for byte, for per-record and for batch classes; its neighbours are handled. */
export function undecodable(what: Undecodable): Promise<void> {
  return scenario(async (stage) => {
    stage.expect('record.retried', 'record.dead-lettered')
    await Promise.all([play(stage, 'record', true, what), play(stage, 'batch', true, what), play(stage, 'batch', false, what)])
  })
}
