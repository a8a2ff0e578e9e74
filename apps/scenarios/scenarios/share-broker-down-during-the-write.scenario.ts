// own-broker
// limit: 120s
// The broker is down when a share group writes dead letters: nothing is settled until they are written, every one of them arrives, with the same id however often, and nothing is lost.
import { byId, deadLettersOf, deadLetterTopic, idOf, readDeadLetters } from '../src/dead-letters.js'
import { eventsAbout } from '../src/share/executions.js'
import { shareTroubles } from '../src/share/explain.js'
import { mustBeDeadLetter } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, endings, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect(...shareTroubles, 'record.retried', 'record.dead-lettered', 'dead-letter.failed', 'SAMSA_KAFKA')
  const topic = await stage.topic('jobs')
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(10))
  const bad = sent.filter(({ offset }) => offset % 3 === 1)
  const rules = [{ as: 'throw', offsets: bad.map(({ offset }) => offset), workMs: 3_000 } as const]
  const worker = shareWorker(stage, { topics: [topic], rules, route: { retry: { attempts: 1 }, concurrency: 20 }, tellsAll: true })
  await until('they are in work', () => stage.entries().filter(({ what, offset }) => what === 'begin' && offset % 3 === 1).length === 3)
  await stage.broker.kill('SIGKILL')
  await until('they have failed', () => endings(stage.entries(), 'throw').size === bad.length)
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
})
