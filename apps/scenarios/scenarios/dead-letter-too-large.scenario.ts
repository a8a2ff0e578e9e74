// limit: 30s
// A dead letter that is too large for its topic is written without its stack, then without the headers it came with, its value, its key: as little as needed, and a header says what is missing; a topic that Samsa made has room for all.
import { deadLetterTopic, headerOf } from '../src/dead-letters.js'
import type { ExpectedLetter } from '../src/expect-dead-letter.js'
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { always } from '../src/fault.js'
import type { Raw } from '../src/feed.js'
import { recordWithAll } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const large = 'x'.repeat(12_000)
const room = 10_000

interface Case {
  readonly overlay: Partial<Raw>
  readonly omitted: NonNullable<ExpectedLetter['omitted']>
}

// what is thrown has a text of 6,000 characters, so its stack is the first to be too much
const cases: readonly Case[] = [
  { overlay: {}, omitted: ['stack'] },
  { overlay: { headers: [['large', large]] }, omitted: ['stack', 'headers'] },
  { overlay: { value: large }, omitted: ['stack', 'headers', 'value'] },
  { overlay: { value: large, key: large }, omitted: ['stack', 'headers', 'value', 'key'] },
  { overlay: { value: null, key: large }, omitted: ['stack', 'headers', 'key'] },
]

async function small(stage: Stage): Promise<void> {
  const [topic, target] = [await stage.topic('source'), await stage.topic('small', 1, { 'max.message.bytes': `${room}` })]
  const records = cases.map(({ overlay }, index) => ({ ...recordWithAll(0, index), ...overlay }))
  const sent = await stage.feed().send(topic, records)
  const worker = stage.worker({
    topics: [topic],
    route: { retry: { attempts: 1 }, deadLetter: target },
    handler: { faults: always('wordy', sent), readsValue: false },
    tellsAll: true,
  })
  const source = { group: stage.name('group'), topic, partition: 0, worker: worker.name, records }
  const letters = await expectLetters(
    stage,
    target,
    cases.map(({ omitted }, offset) => letterOf(source, offset, { attempts: 1, cause: 'thrown', message: 'wordy in run 1', omitted })),
  )
  must(headerOf(letters[2]!, 'samsa.dlq.value.bytes') === `${large.length}`, 'how large the value was')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  const told = worker.events('record.dead-lettered').map(({ omitted }) => JSON.stringify(omitted))
  must(told.join() === cases.map(({ omitted }) => JSON.stringify(omitted)).join(), `the events say what is missing: ${told.join()}`)
  await expectPassed(stage, topic, [cases.length])
}

async function roomy(stage: Stage): Promise<void> {
  const [topic, group] = [await stage.topic('large', 1, { 'max.message.bytes': '2000000' }), stage.name('roomy')]
  const records = [{ ...recordWithAll(0, 0), value: 'y'.repeat(1_990_000) }]
  await stage.feed({ 'message.max.bytes': 3_000_000 }).send(topic, records)
  const kafka = { 'message.max.bytes': 3_000_000 }
  const worker = stage.worker({
    group,
    topics: [topic],
    kafka,
    route: { retry: { attempts: 1 } },
    handler: { faults: { '0/0': ['wordy'] } },
  })
  const source = { group, topic, partition: 0, worker: worker.name, records }
  await expectLetters(stage, deadLetterTopic(topic), [letterOf(source, 0, { attempts: 1, cause: 'thrown', message: 'wordy in run 1' })])
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  await expectPassed(stage, topic, [1], group)
}

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  await Promise.all([small(stage), roomy(stage)])
})
