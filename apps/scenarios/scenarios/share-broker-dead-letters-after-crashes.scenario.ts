// limit: 60s
// With deadLetter: { broker } a record that kills its process is run in every delivery that the group allows; after the last one the broker writes it to the dead-letter topic by itself, with key and value.
import { deadLettersOf, headerOf } from '../src/dead-letters.js'
import { preparedTopic } from '../src/share/broker-dead-letters.js'
import { needsGroupLimit } from '../src/share/needs-kafka.js'
import { countsOf, acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

needsGroupLimit()
await scenario(async (stage) => {
  const topic = await stage.topic('images')
  const target = await preparedTopic(stage, 'images-of-broker')
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 5, 1)
  const draft = {
    topics: [topic],
    options: { members: 1 },
    settings: { sessionTimeout: '6s', deliveryCountLimit: 2 },
    route: { deadLetter: { broker: target } },
    rules: [{ as: 'crash', offsets: [2], workMs: 400 } as const],
    tellsAll: true,
  }
  for (const count of [1, 2]) {
    const worker = shareWorker(stage, draft)
    must((await worker.exit) === null, `delivery ${count} kills it`)
  }
  const last = shareWorker(stage, draft)
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset !== 2),
  )
  const [letter, ...more] = await deadLettersOf(stage, target, 1)
  must(letter !== undefined && more.length === 0, 'it is written once')
  must(letter.key?.toString() === 'k2' && letter.value?.toString() === 'v2', 'key and value are copied')
  must(headerOf(letter, '__dlq.errors.offset') === '2', 'it is the one')
  must(countsOf(stage, { topic, partition: 0, offset: 2 }).join() === '1,2', 'it ran in both deliveries')
  await last.heard('group.joined')
  await nothingLeft(stage, topic, 1)
  await stopCleanly(last)
})
