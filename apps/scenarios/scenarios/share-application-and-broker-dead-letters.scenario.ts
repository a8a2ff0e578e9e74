// limit: 30s
// Kafka writes dead letters of a share group whose application writes its own: what the application has written is accepted and stands in one topic only; what it rejects the broker writes. Nothing is written twice.
import { deadLettersOf, deadLetterTopic, headerOf, readDeadLetters } from '../src/dead-letters.js'
import { brokerTopicName, copyRecord, preparedTopic, setGroup } from '../src/share/broker-dead-letters.js'
import { eventsAbout } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { quickRetries } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { needsBrokerDeadLetters } from '../src/share/needs-kafka.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

needsBrokerDeadLetters()
await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered', 'record.rejected')
  const topic = await stage.topic('jobs')
  const ofBroker = await preparedTopic(stage, 'of-broker')
  await setGroup(stage, { [brokerTopicName]: ofBroker, [copyRecord]: 'true' })
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(12))
  const [thrown, returned, rejected] = [0, 1, 2].map((way) => sent.filter(({ offset }) => offset % 4 === way))
  must(thrown !== undefined && returned !== undefined && rejected !== undefined, 'three ways to end badly')
  const offsetsOf = (list: typeof sent) => list.map(({ offset }) => offset)
  const worker = shareWorker(stage, {
    topics: [topic],
    route: quickRetries('record', 2),
    rules: [
      { as: 'throw', offsets: offsetsOf(thrown) },
      { as: 'dead-letter', offsets: offsetsOf(returned) },
      { as: 'reject', offsets: offsetsOf(rejected) },
    ],
    tellsAll: true,
  })
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset % 4 === 3),
  )
  const own = await deadLettersOf(stage, deadLetterTopic(topic), thrown.length + returned.length)
  const brokers = await deadLettersOf(stage, ofBroker, rejected.length)
  await nothingLeft(stage, topic, 1)
  mustBeDeadLetters(stage, own, [
    ...thrown.map((of) => ({ of, cause: 'thrown', attempts: 2, deliveryCount: 1, errorClass: 'Error' })),
    ...returned.map((of) => ({ of, cause: 'dead-letter', attempts: 1, deliveryCount: 1, message: 'for a person' })),
  ])
  const source = (letter: (typeof brokers)[number]) => Number(headerOf(letter, '__dlq.errors.offset'))
  must(
    brokers
      .map(source)
      .toSorted((left, right) => left - right)
      .join() === offsetsOf(rejected).join(),
    `the broker writes what was rejected: ${brokers.map(source).join()}`,
  )
  for (const one of [...thrown, ...returned]) must(eventsAbout(stage, 'record.dead-lettered', one).length === 1, 'each is told once')
  await stopCleanly(worker)
  // the broker writes a moment later than it is told to
  const all = [...(await readDeadLetters(stage, ofBroker)), ...(await readDeadLetters(stage, deadLetterTopic(topic)))]
  const places = all.map(source)
  must(new Set(places).size === places.length, `nothing is written twice: ${places.join()}`)
})
