// limit: 80s
// With two deliveries and one record in work, the records of a batch that is too long for its locks are handled, or dead letters for the reason starved; each has one end that is told, none is handled and a dead letter.
import { byId, deadLetterTopic, headerOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { endings, nothingLeft, placesOf, stopCleanly } from '../src/share/share-calls.js'
import { placesTold } from '../src/share/explain.js'
import { oneBatch, sendOneBatch } from '../src/share/large-batch.js'
import { needsGroupLimit } from '../src/share/needs-kafka.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

// more than fits two locks
const records = 1_500

needsGroupLimit()
await scenario(async (stage) => {
  stage.expect('record.released', 'record.dead-lettered', 'lease.overcommitted')
  // the one in work when its last lock ends cannot count, and on a slow machine a dead letter or two may be late: told, too
  stage.expect('record.exhausted', 'record.starved', 'lease.expired', 'handler.late', 'settlement.dropped', 'settlement.lost')
  const topic = await stage.topic('jobs')
  const sent = await sendOneBatch(stage.feed(oneBatch), topic, records)
  const worker = shareWorker(stage, {
    topics: [topic],
    workMs: 20,
    settings: { lockDuration: '10s', deliveryCountLimit: 2 },
    // run in the second delivery as well, so that records can starve there
    route: { concurrency: 1, deadLetter: { afterDeliveries: 2 } },
    tellsAll: true,
  })
  await worker.heard('record.dead-lettered')
  await nothingLeft(stage, topic, 1)
  await stopCleanly(worker)
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  const [accepted, dead] = [endings(stage.entries(), 'accept'), new Set(letters.map((letter) => `${topic}/${sourceOf(letter)}`))]
  must(byId(letters).size === letters.length, `each is written once: ${letters.length} of ${byId(letters).size} records`)
  const told = new Set(placesTold(stage, ['record.dead-lettered']))
  must(
    [...told].every((place) => dead.has(place)),
    'what is told is written',
  )
  const archived = new Set(placesTold(stage, ['record.exhausted', 'record.starved']))
  const places = placesOf(topic, sent)
  const silent = places.filter((place) => !accepted.has(place) && !told.has(place) && !archived.has(place))
  must(silent.length === 0, `neither handled nor told: ${silent.slice(0, 10).join(' ')}`)
  const both = places.filter((place) => (told.has(place) || archived.has(place)) && accepted.has(place) && !archived.has(place))
  must(both.length === 0, `handled and a dead letter: ${both.slice(0, 10).join(' ')}`)
  must(accepted.size > 100 && told.size > 100, `there were both: ${accepted.size} handled, ${told.size} dead letters`)
  must(archived.size < told.size / 10, `hardly any was too late: ${archived.size} of ${told.size}`)
  for (const letter of letters) {
    must(headerOf(letter, 'samsa.dlq.cause') === 'starved', `its cause: ${headerOf(letter, 'samsa.dlq.cause')}`)
    must(headerOf(letter, '__dlq.errors.delivery.count') === '2', 'at its last delivery')
    must(headerOf(letter, 'samsa.dlq.error.code') === 'SAMSA_DELIVERIES', 'with the code')
  }
})
