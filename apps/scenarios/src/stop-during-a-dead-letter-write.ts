import { deadLettersFrom, deadLetterTopic, idOf, sourceOf } from './dead-letters.js'
import { always } from './fault.js'
import type { Mode } from './poison.js'
import { must, type Stage } from './scenario.js'
import { haveBegun, unansweredLetters } from './unanswered-letters.js'
import { until } from './until.js'

const troubles = ['dead-letter.failed', 'group.troubled', 'SAMSA_NO_BROKER', 'commit.failed', 'partition.lost', 'SAMSA_COMMIT_FAILED']
const endsOfAStop = [
  'settlement.lost',
  'settlement.unknown',
  'settlement.dropped',
  'send.unanswered',
  'SAMSA_KAFKA',
  'SAMSA_DRAIN_DEADLINE',
]

/** The position of the only partition. */
const positionOf = async (stage: Stage, topic: string): Promise<number | undefined> =>
  (await stage.committed(stage.name('group'))).get(`${topic}/0`)

/**
 * A stop while the broker answers nothing to dead letters ends at the drain deadline: their records are not settled, nor what is handled behind them, and a successor
 * writes them with the same ids.
 */
export async function stopDuringADeadLetterWrite(stage: Stage, mode: Mode): Promise<void> {
  stage.expect('record.retried', 'record.dead-lettered', ...troubles, ...endsOfAStop)
  const { lost, faults, attempts, batch } = unansweredLetters[mode]
  const topic = await stage.topic('source')
  const sent = await stage.feed().numbered(topic, 8, 1)
  // the partition must not be lost before the drain time is over
  const draft = { topics: [topic], mode, options: { protocol: 'classic' }, kafka: { 'session.timeout.ms': 15_000 } } as const
  const worker = stage.worker({
    ...draft,
    route: { retry: { attempts, backoff: { kind: 'fixed', delay: '3s', jitter: false } }, ...batch },
    hooks: { headers: 'works' },
    handler: { faults },
    args: ['--drain', '3s'],
  })
  await worker.heard('record.retried')
  await until('what was handled is committed', async () => (await positionOf(stage, topic)) === 5)
  await stage.broker.kill('SIGSTOP')
  await until('the writes have begun', () => haveBegun(worker.prints, topic, lost))
  const code = await worker.stop()
  await stage.broker.kill('SIGCONT')
  must(code === 2, `something was without an answer: ${code}`)
  must(worker.events('record.dead-lettered').length === 0, 'nothing is told as written')
  must((await positionOf(stage, topic)) === 5, 'nothing of them is settled')

  const places = lost.map((offset) => ({ partition: 0, offset }))
  const successor = stage.worker({ ...draft, route: { retry: { attempts: 1 } }, handler: { faults: always('dead-letter', places) } })
  await successor.heard('record.dead-lettered', lost.length)
  const wanted = lost.map((offset) => `0/${offset}`)
  const letters = await deadLettersFrom(stage, deadLetterTopic(topic), wanted)
  must(new Set(letters.map(idOf)).size === lost.length, `one id each: ${letters.map(idOf).join(' ')}`)
  must(
    letters.every((letter) => wanted.includes(sourceOf(letter))),
    `of no other: ${letters.map(sourceOf).join()}`,
  )
  await stage.handledAll(
    topic,
    sent.filter(({ offset }) => !lost.includes(offset)),
  )
  must((await successor.stop()) === 0, 'the successor stops cleanly')
  must((await positionOf(stage, topic)) === sent.length, 'all is passed')
}
