// limit: 60s
// A hook of deadLetter that throws, or answers a promise or nonsense, loses nothing: nothing is settled as done, each failure is told with its code, and when the hook works the dead letter is written.
import { deadLettersOf, deadLetterTopic, headerOf, readDeadLetters } from '../src/dead-letters.js'
import { eventsAbout, ranOnce } from '../src/share/executions.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { HookPlays } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, label: string, hooks: HookPlays, written: string | null): Promise<void> {
  const [topic, group] = [await stage.topic(label), stage.name(label)]
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 5, 1)
  const place = { topic, partition: 0, offset: 2 }
  const settings = { lockDuration: written === null ? '2s' : '30s' }
  const rules = [{ as: 'throw', offsets: [2] } as const]
  const worker = shareWorker(stage, { topics: [topic], group, settings, route: { retry: { attempts: 1 } }, hooks, rules, tellsAll: true })
  const neighbours = sent.filter(({ offset }) => offset !== 2).map((one) => ({ topic, ...one }))
  await acceptedAll(stage, topic, neighbours)
  if (written === null) await worker.heard('record.exhausted')
  else await worker.heard('record.dead-lettered')
  await nothingLeft(stage, topic, 1, group)
  const failed = eventsAbout(stage, 'dead-letter.failed', place)
  must(
    failed.length >= 2 && failed.every(({ errorCode }) => errorCode === 'SAMSA_DEAD_LETTER_FAILED'),
    `${label}: each failure is told: ${JSON.stringify(failed)}`,
  )
  must(
    failed.every(({ target }) => target === ('topic' in hooks ? null : deadLetterTopic(topic))),
    `${label}: with its target, where it has one: ${JSON.stringify(failed)}`,
  )
  if (written === null) {
    const [exhausted] = eventsAbout(stage, 'record.exhausted', place)
    must(exhausted?.['becomes'] === 'archived' && exhausted['deliveryCount'] === 5, `${label}: ${JSON.stringify(exhausted)}`)
    must((await readDeadLetters(stage, deadLetterTopic(topic))).length === 0, `${label}: nothing was written`)
  } else {
    const [letter, ...more] = await deadLettersOf(stage, written, 1)
    must(letter !== undefined && more.length === 0, `${label}: it is written once`)
    must(headerOf(letter, '__dlq.errors.offset') === '2' && headerOf(letter, 'samsa.dlq.cause') === 'thrown', `${label}: it is the one`)
  }
  ranOnce(stage, neighbours)
  await stopCleanly(worker)
}

await scenario(async (stage) => {
  stage.expect('dead-letter.failed', 'record.released', 'record.dead-lettered', 'record.exhausted')
  // what is left to the broker is let go of after its lock
  stage.expect('settlement.dropped', 'settlement.lost')
  const later = { throws: 2 }
  const named = stage.name('named')
  await Promise.all([
    play(stage, 'topic', { topic: { ...later, gives: named } }, named),
    play(stage, 'transform', { transform: { ...later, gives: 'text' } }, deadLetterTopic(stage.name('transform'))),
    play(stage, 'headers', { headers: { ...later, gives: [['more', 'text']] } }, deadLetterTopic(stage.name('headers'))),
  ])
  await Promise.all([
    play(stage, 'promise', { transform: { gives: 'text', later: true } }, null),
    play(stage, 'nonsense', { topic: { gives: 42 } }, null),
  ])
})
