import { byId, deadLettersOf, deadLetterTopic, idOf, readDeadLetters } from '../dead-letters.js'
import { eventsAbout } from './executions.js'
import { shareTroubles } from './explain.js'
import { mustBeDeadLetter } from './must-be-dead-letter.js'
import { rawRecords, sendRaw } from './raw-records.js'
import { acceptedAll, endings, nothingLeft, stopCleanly } from './share-calls.js'
import type { ShareMode } from './share-job.js'
import { shareWorker } from './share-worker.js'
import { must, type Stage } from '../scenario.js'
import { until } from '../until.js'

/** Records that are thrown at in each of their runs. */
export interface ShareLoss {
  readonly mode: ShareMode
  /** Of the job's route. */
  readonly route: Readonly<Record<string, unknown>>
  /** Offsets of 0 to 9 that become dead letters. */
  readonly lost: readonly number[]
  /** Those of them that run before the broker is killed: a batch that throws takes the rest with it. */
  readonly run: readonly number[]
}

/** The broker is down when a share group writes dead letters: nothing is settled until they are written, every one of them arrives, with the same id however often, and nothing is lost. */
export async function brokerDownDuringTheWrite(stage: Stage, { mode, route, lost, run }: ShareLoss): Promise<void> {
  stage.expect(...shareTroubles, 'record.retried', 'record.dead-lettered', 'dead-letter.failed', 'SAMSA_KAFKA')
  const topic = await stage.topic('jobs')
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(10))
  const bad = sent.filter(({ offset }) => lost.includes(offset))
  const rules = [{ as: 'throw', offsets: lost, workMs: 3_000 } as const]
  const worker = shareWorker(stage, {
    topics: [topic],
    mode,
    rules,
    route: { retry: { attempts: 1 }, concurrency: 20, ...route },
    tellsAll: true,
  })
  const begun = () => stage.entries().flatMap(({ what, offset }) => (what === 'begin' && lost.includes(offset) ? [offset] : []))
  await until(
    'they are in work',
    () =>
      begun()
        .toSorted((left, right) => left - right)
        .join() === run.join(),
  )
  await stage.broker.kill('SIGKILL')
  await until('they have failed', () => endings(stage.entries(), 'throw').size === run.length)
  await worker.heard('group.troubled')
  must(worker.events('record.dead-lettered').length === 0, 'nothing is told as written')
  await stage.broker.restart()
  await acceptedAll(
    stage,
    topic,
    sent.filter((one) => !bad.includes(one)),
    120_000,
  )
  await deadLettersOf(stage, deadLetterTopic(topic), bad.length, 120_000)
  await nothingLeft(stage, topic, 1, undefined, 120_000)
  await stopCleanly(worker)
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  const found = byId(letters)
  must(found.size === bad.length, `each has one id: ${letters.map(idOf).join(' ')}`)
  for (const of of bad) {
    const own = [...found.values()].find(([letter]) => letter !== undefined && idOf(letter).includes(`/${of.offset}@`)) ?? []
    must(own.length > 0, `${of.offset} is among them`)
    must(eventsAbout(stage, 'record.dead-lettered', of).length > 0, `${of.offset} is told`)
    for (const letter of own) {
      const deliveryCount = Number(letter.headers.find(([name]) => name === '__dlq.errors.delivery.count')?.[1]?.toString())
      mustBeDeadLetter(stage, letter, { of, cause: 'thrown', attempts: deliveryCount, deliveryCount, errorClass: 'Error' })
    }
  }
}
