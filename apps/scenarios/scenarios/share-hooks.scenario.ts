// limit: 20s
// Hooks of deadLetter name the topic of each dead letter, make its value and add headers; key, original headers and everything that Samsa tells stay.
import { deadLettersOf, deadLetterTopic, headersNamed, partitionsOf } from '../src/dead-letters.js'
import { quickRetries } from '../src/share/poison.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  const topic = await stage.topic('jobs', 3)
  const target = stage.name('named')
  const sent = await stage.feed().numbered(topic, 9, 3)
  const worker = shareWorker(stage, {
    topics: [topic],
    route: quickRetries('record', 1),
    hooks: { topic: { gives: target }, transform: { gives: 'another value' }, headers: { gives: [['of-the-application', 'yes']] } },
    rules: [{ as: 'throw', offsets: [1] }],
    tellsAll: true,
  })
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset !== 1),
  )
  const letters = await deadLettersOf(stage, target, 3)
  await nothingLeft(stage, topic, 3)
  must((await partitionsOf(stage, target)) === 3, 'the topic that the hook named is created with the partitions of its source')
  must((await partitionsOf(stage, deadLetterTopic(topic))) === 0, 'the standard one is not')
  must(letters.map(({ partition }) => partition).join() === '0,1,2', 'each in its partition')
  for (const letter of letters) {
    must(letter.value?.toString() === 'another value', `its value: ${letter.value?.toString()}`)
    must(letter.key?.toString() === `k${3 + letter.partition}`, `its own key: ${letter.key?.toString()}`)
    must(headersNamed(letter, 'of-the-application').join() === 'yes', 'its added header')
    must(headersNamed(letter, '__dlq.errors.offset').join() === '1', 'where it comes from')
  }
  await stopCleanly(worker)
})
