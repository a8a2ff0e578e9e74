import { deadLettersFrom, deadLetterTopic, idOf, sourceOf } from './dead-letters.js'
import type { Mode } from './poison.js'
import { must, type Stage } from './scenario.js'
import { haveBegun, unansweredLetters } from './unanswered-letters.js'
import { until } from './until.js'

const troubles = ['group.troubled', 'SAMSA_NO_BROKER', 'commit.failed', 'partition.lost', 'settlement.lost', 'settlement.unknown']
const perPartition = 8

/** The broker is down when dead letters are written: their partition waits, and when it is back they are there, under one id each, and the rest is handled. */
export async function brokerDownDuringADeadLetter(stage: Stage, mode: Mode): Promise<void> {
  stage.expect(...troubles, 'record.retried', 'record.dead-lettered', 'dead-letter.failed', 'settlement.dropped', 'handler.late')
  const { lost, faults, attempts, batch } = unansweredLetters[mode]
  const topic = await stage.topic('source', 2)
  const sent = await stage.feed().numbered(topic, 2 * perPartition, 2)
  const worker = stage.worker({
    topics: [topic],
    mode,
    route: { retry: { attempts, backoff: { kind: 'fixed', delay: '4s', jitter: false } }, ...batch },
    hooks: { headers: 'works' },
    handler: { faults },
    tellsAll: true,
  })
  await worker.heard('record.retried')
  await stage.broker.kill('SIGKILL')
  await until('the writes have begun', () => haveBegun(worker.prints, topic, lost))
  await worker.heard('group.troubled')
  must(worker.events('record.dead-lettered').length === 0, 'nothing is told as written')
  await stage.broker.restart()
  const places = lost.map((offset) => `0/${offset}`)
  const letters = await deadLettersFrom(stage, deadLetterTopic(topic), places, 150_000)
  await stage.handledAll(
    topic,
    sent.filter(({ partition, offset }) => partition === 1 || !lost.includes(offset)),
    150_000,
  )
  // a coordinator that has just come back may take longer than a stop waits for it
  await until('all is passed', async () => {
    const committed = await stage.committed(stage.name('group'))
    return [0, 1].every((partition) => committed.get(`${topic}/${partition}`) === perPartition)
  })
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  // a broker that dies after it wrote and before it answered makes a second one, with the same id
  must(new Set(letters.map(idOf)).size === lost.length, `one id each: ${letters.map(idOf).join(' ')}`)
  must(
    letters.every((letter) => places.includes(sourceOf(letter))),
    `of no other: ${letters.map(sourceOf).join()}`,
  )
}
