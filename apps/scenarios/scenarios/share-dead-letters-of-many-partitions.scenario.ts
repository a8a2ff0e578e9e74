// Dead letters of a share group go to the partition of their record, modulo those of the target: a created topic has as many as its source, an existing one keeps its own.
import { deadLettersOf, deadLetterTopic, partitionsOf } from '../src/dead-letters.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { quickRetries } from '../src/share/poison.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const partitions = 4

async function play(stage: Stage, label: string, deadLetter: string | true, wanted: number): Promise<void> {
  const [topic, group] = [await stage.topic(label, partitions), stage.name(`group-${label}`)]
  const numbers = Array.from({ length: partitions }, (_, partition) => partition)
  const feed = stage.feed({ 'linger.ms': 50 })
  const sent = await sendRaw(
    feed,
    topic,
    numbers.flatMap((partition) => rawRecords(5, { partition, from: partition * 5 })),
  )
  const route = { ...quickRetries('record', 1), deadLetter }
  const worker = shareWorker(stage, { topics: [topic], group, route, rules: [{ as: 'throw', offsets: [1, 3] }], tellsAll: true })
  const bad = sent.filter(({ offset }) => offset === 1 || offset === 3)
  await acceptedAll(
    stage,
    topic,
    sent.filter((one) => !bad.includes(one)),
  )
  const target = deadLetter === true ? deadLetterTopic(topic) : deadLetter
  const letters = await deadLettersOf(stage, target, bad.length)
  await nothingLeft(stage, topic, partitions, group)
  must((await partitionsOf(stage, target)) === wanted, `it has ${wanted} partitions`)
  mustBeDeadLetters(
    stage,
    letters,
    bad.map((of) => ({ of, group, cause: 'thrown', attempts: 1, deliveryCount: 1, errorClass: 'Error' })),
  )
  for (const letter of letters) {
    const source = Number(letter.headers.find(([name]) => name === '__dlq.errors.partition')?.[1]?.toString())
    must(letter.partition === source % wanted, `of partition ${source} in ${letter.partition}`)
  }
  await stopCleanly(worker)
}

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  const existing = await stage.topic('existing', 3)
  await Promise.all([play(stage, 'created', true, partitions), play(stage, 'into-existing', existing, 3)])
})
