// A record that fails at its last attempt while its worker stops, or gives its partition up, is dead-lettered within the drain time and passed: it is written once, and whoever comes next does not see it.
import { deadLetterTopic, deadLettersOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import type { Mode } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

const workMs = 3_000

const begun = (stage: Stage, topic: string, partition: number, offset: number) =>
  stage
    .entries()
    .filter((entry) => entry.what === 'begin' && entry.topic === topic && entry.partition === partition && entry.offset === offset)

async function stopping(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode), stage.name(mode)]
  await stage.feed().numbered(topic, 8, 1)
  const route = { retry: { attempts: 1 }, ...(mode === 'batch' ? { batch: { maxRecords: 1 } } : {}) }
  const draft = { group, topics: [topic], mode, route } as const
  const worker = stage.worker({ ...draft, handler: { longAt: { 4: workMs }, faults: { '0/4': ['error'] } } })
  await until('it is in work', () => begun(stage, topic, 0, 4).length === 1)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  must(letters.map(sourceOf).join() === '0/4', `it is written before the end: ${letters.map(sourceOf).join()}`)
  must(worker.events('record.dead-lettered').length === 1, 'and told')
  await expectPassed(stage, topic, [5], group)
  const successor = stage.worker(draft)
  await stage.handledAll(
    topic,
    [0, 1, 2, 3, 5, 6, 7].map((offset) => ({ partition: 0, offset })),
  )
  must((await successor.stop()) === 0, 'the successor stops cleanly')
  must(begun(stage, topic, 0, 4).length === 1, 'the successor does not see it')
}

// the rest of a batch that throws at its last attempt goes with the record it threw at
const lostOf = { record: [4], batch: [4, 5, 6, 7] } as const

async function handingOver(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(`moved-${mode}`, 2), stage.name(`moved-${mode}`)]
  const sent = await stage.feed().numbered(topic, 16, 2)
  const lost: readonly number[] = lostOf[mode]
  const route = { retry: { attempts: 1 }, ...(mode === 'batch' ? { batch: { maxRecords: 8, maxWait: '20s' } } : {}) }
  const draft = { group, topics: [topic], mode, route }
  const slow = { longAt: { 4: workMs }, faults: { '0/4': ['error'], '1/4': ['error'] } } as const
  const first = stage.worker({ ...draft, handler: slow })
  await until('both are in work', () => [0, 1].every((partition) => begun(stage, topic, partition, 4).length === 1))
  const second = stage.worker(draft)
  const places = [0, 1].flatMap((partition) => lost.map((offset) => `${partition}/${offset}`))
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), places.length)
  const found = await stage.handledAll(
    topic,
    sent.filter(({ offset }) => !lost.includes(offset)),
  )
  await second.heard('partition.assigned')
  must(letters.map(sourceOf).toSorted().join() === places.join(), `each is written once: ${letters.map(sourceOf).join()}`)
  must(found.repeated.length === 0, `nothing ran twice: ${found.repeated.join(' ')}`)
  for (const worker of [first, second]) must((await worker.stop()) === 0, `${worker.name} stops cleanly`)
  for (const partition of [0, 1])
    for (const offset of lost)
      must(
        begun(stage, topic, partition, offset).every(({ worker }) => worker === first.name),
        'the second does not see them',
      )
  await expectPassed(stage, topic, [8, 8], group)
}

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  await Promise.all([stopping(stage, 'record'), stopping(stage, 'batch'), handingOver(stage, 'record'), handingOver(stage, 'batch')])
})
