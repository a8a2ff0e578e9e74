// limit: 40s
// With two deliveries and one record in work, every record of a batch that is too long for its locks is handled or a dead letter: one for the reason starved, or delivered too often to be run; none is lost, none is both.
import { byId, deadLettersOf, deadLetterTopic, headerOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { endings, nothingLeft, placesOf, stopCleanly } from '../src/share/share-calls.js'
import { oneBatch, sendOneBatch } from '../src/share/large-batch.js'
import { needsGroupLimit } from '../src/share/needs-group-limit.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

needsGroupLimit()
await scenario(async (stage) => {
  stage.expect('record.released', 'record.dead-lettered', 'record.starved', 'lease.overcommitted')
  // the one in work when its last lock ends cannot count: its end is told, and the broker's
  stage.expect('record.exhausted', 'lease.expired', 'handler.late', 'settlement.dropped')
  const topic = await stage.topic('jobs')
  const sent = await sendOneBatch(stage.feed(oneBatch), topic, 600)
  const worker = shareWorker(stage, {
    topics: [topic],
    workMs: 20,
    settings: { lockDuration: '2s', deliveryCountLimit: 2 },
    // run in the second delivery as well, so that records can starve there
    route: { concurrency: 1, deadLetter: { afterDeliveries: 2 } },
    tellsAll: true,
  })
  await worker.heard('record.dead-lettered')
  await nothingLeft(stage, topic, 1)
  const places = placesOf(topic, sent)
  const accepted = endings(stage.entries(), 'accept')
  const told = worker.events('record.dead-lettered')
  await deadLettersOf(stage, deadLetterTopic(topic), told.length)
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  must(
    byId(letters).size === letters.length && letters.length === told.length,
    `each is written once: ${letters.length}, ${told.length} told`,
  )
  const dead = new Set(letters.map((letter) => `${topic}/${sourceOf(letter)}`))
  const archived = worker.events('record.exhausted').map(({ offset }) => `${topic}/0/${String(offset)}`)
  const silent = places.filter((place) => !accepted.has(place) && !dead.has(place) && !archived.includes(place))
  must(silent.length === 0, `neither handled nor a dead letter: ${silent.slice(0, 10).join(' ')}`)
  const both = places.filter((place) => dead.has(place) && accepted.has(place))
  must(both.length === 0, `handled and a dead letter: ${both.slice(0, 10).join(' ')}`)
  must(archived.length <= 1, `only the one in work can be archived: ${archived.join(' ')}`)
  must(worker.events('record.starved').length === 0, 'what has a dead letter is not told as starved')
  must(accepted.size > 40 && dead.size > 0, `there were both: ${accepted.size} handled, ${dead.size} dead letters`)
  for (const letter of letters) {
    must(headerOf(letter, 'samsa.dlq.cause') === 'starved', `its cause: ${headerOf(letter, 'samsa.dlq.cause')}`)
    must(headerOf(letter, '__dlq.errors.delivery.count') === '2', 'at its last delivery')
  }
  await stopCleanly(worker)
})
