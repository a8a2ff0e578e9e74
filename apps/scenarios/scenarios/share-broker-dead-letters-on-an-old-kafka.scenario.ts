// broker-version: 4.2.2
// A Kafka that writes no dead letters of its own: deadLetter: { broker } is a problem at start that says which release does, exit code 1; Samsa's own dead letters work there.
import { complainsOnce } from '../src/complaint.js'
import { deadLettersOf, deadLetterTopic } from '../src/dead-letters.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { quickRetries } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_DEAD_LETTER_TOPIC', 'record.retried', 'record.dead-lettered')
  const topic = await stage.topic('images')
  const broker = `dlq.${stage.name('of-broker')}`
  const [created] = await stage.admin.createTopics([{ topic: broker, partitions: 1, replicationFactor: 1 }])
  must(created?.error === null, 'the topic is there')
  const refused = shareWorker(stage, { topics: [topic], route: { deadLetter: { broker } } })
  await complainsOnce(refused, 1, 'SAMSA_DEAD_LETTER_TOPIC', '4.4', stage.name('group'))
  must(refused.events('group.joined').length === 0, 'it did not join')

  const sent = await sendRaw(stage.feed(), topic, rawRecords(4))
  const worker = shareWorker(stage, {
    topics: [topic],
    rules: [{ as: 'throw', offsets: [1] }],
    route: quickRetries('record', 2),
    tellsAll: true,
  })
  const of = sent[1]!
  await acceptedAll(
    stage,
    topic,
    sent.filter((one) => one !== of),
  )
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  mustBeDeadLetters(stage, letters, [{ of, cause: 'thrown', attempts: 2, deliveryCount: 1, errorClass: 'Error' }])
  await nothingLeft(stage, topic, 1)
  await stopCleanly(worker)
})
