// limit: 60s
// With deadLetter: { broker } Kafka itself writes dead letters of a share group: the group's topic and the copying of records are set before it joins; a record that failed to its last attempt is rejected, and stands in that topic with key and value.
import { deadLettersOf, deadLetterTopic, headerOf, partitionsOf } from '../src/dead-letters.js'
import { brokerTopicName, copyRecord, groupSetting, preparedTopic } from '../src/share/broker-dead-letters.js'
import { attemptsOf, eventsAbout, ranOnce } from '../src/share/executions.js'
import { quickRetries, shareModes } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, placeOf, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { needsBrokerDeadLetters } from '../src/share/needs-kafka.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const partitions = 3

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`images-${mode}`, partitions), stage.name(`group-${mode}`)]
  const target = await preparedTopic(stage, `images-of-broker-${mode}`, 2)
  const feed = stage.feed({ 'linger.ms': 50 })
  const sent = await sendRaw(
    feed,
    topic,
    [0, 1, 2].flatMap((partition) => rawRecords(4, { partition, from: partition * 4 })),
  )
  const bad = sent.filter(({ offset }) => offset === 1)
  const worker = shareWorker(stage, {
    topics: [topic],
    group,
    mode,
    route: { ...quickRetries(mode, 2), deadLetter: { broker: target } },
    rules: [{ as: 'throw', offsets: [1] } as const],
    tellsAll: true,
  })
  const neighbours = sent.filter((one) => !bad.includes(one))
  await acceptedAll(stage, topic, neighbours)
  must((await groupSetting(stage, brokerTopicName, group)) === target, 'the group has its topic')
  must((await groupSetting(stage, copyRecord, group)) === 'true', 'records are copied')
  const letters = await deadLettersOf(stage, target, bad.length)
  await nothingLeft(stage, topic, partitions, group)
  must(letters.length === bad.length, `each is written once: ${letters.length}`)
  for (const of of bad) {
    const letter = letters.find((one) => headerOf(one, '__dlq.errors.partition') === `${of.partition}`)
    must(letter !== undefined, `${placeOf(of)} is among them`)
    must(letter.key?.toString() === of.raw.key && letter.value?.toString() === of.raw.value, 'key and value are copied')
    must(letter.partition === of.partition % 2, `its partition is the source's, modulo those that there are: ${letter.partition}`)
    for (const [name, value] of [
      ['topic', topic],
      ['offset', '1'],
      ['group', group],
      ['delivery.count', '1'],
    ] as const)
      must(headerOf(letter, `__dlq.errors.${name}`) === value, `${name}: ${headerOf(letter, `__dlq.errors.${name}`)}`)
    const [told, ...more] = eventsAbout(stage, 'record.dead-lettered', of)
    must(more.length === 0 && told?.['by'] === 'broker' && told['target'] === target, `it is told: ${JSON.stringify(told)}`)
    must(told['targetPartition'] === null && told['targetOffset'] === null, `where it stands is not known: ${JSON.stringify(told)}`)
    if (mode === 'record') must(attemptsOf(stage, of).join() === '1,2', `it ran twice: ${attemptsOf(stage, of).join()}`)
  }
  if (mode === 'record') ranOnce(stage, neighbours)
  must((await partitionsOf(stage, deadLetterTopic(topic))) === 0, 'no topic of the application is created')
  await stopCleanly(worker)
}

needsBrokerDeadLetters()
await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all(shareModes.map((mode) => play(stage, mode)))
})
