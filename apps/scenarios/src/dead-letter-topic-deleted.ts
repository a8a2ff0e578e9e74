import { deadLettersFrom, deadLetterTopic, partitionsOf, sourceOf } from './dead-letters.js'
import { expectPassed } from './expect-passed.js'
import type { Mode } from './poison.js'
import { must, type Stage } from './scenario.js'
import { until } from './until.js'

const perPartition = 5
const placesOf = (offsets: readonly number[]): readonly string[] => offsets.map((offset) => `1/${offset}`)

// the rest of a batch that throws at its only attempt goes with the record it threw at
const lost: Readonly<Record<Mode, readonly number[]>> = { record: [2], batch: [2, 3, 4] }

/** A scenario whose dead-letter topic is gone. */
interface Deleted {
  readonly group: string
  readonly topic: string
  readonly target: string
  /** Offsets of the dead letters that have no topic. */
  readonly later: readonly number[]
  readonly worker: ReturnType<Stage['worker']>
  readonly make: () => Promise<unknown>
}

async function whenMissing(stage: Stage, mode: Mode, deleted: Deleted): Promise<void> {
  const { group, topic, target, later, worker, make } = deleted
  const failed = await worker.heard('dead-letter.failed', later.length)
  const told = failed.slice(0, later.length)
  must(
    told.map(({ offset }) => offset).join() === later.join() && told.every((event) => event['target'] === target && event['willRetry']),
    `each that could not be written is told: ${JSON.stringify(told)}`,
  )
  must(((await stage.committed(group)).get(`${topic}/1`) ?? 0) <= later[0]!, `nothing of it is settled, in a ${mode} class`)
  await make()
}

/**
 * A dead-letter topic that is deleted while the worker runs is created again for the next dead letters; with `create: false` they fail and are told, and are written once
 * somebody has created it.
 */
export async function deadLetterTopicDeleted(stage: Stage, mode: Mode, create: boolean): Promise<void> {
  stage.expect('record.dead-lettered', 'dead-letter.failed', 'group.troubled')
  const label = create ? 'created' : 'missing'
  const [topic, group] = [await stage.topic(label, 2), stage.name(label)]
  const target = deadLetterTopic(topic)
  const make = () => stage.admin.createTopics([{ topic: target, partitions: 2, replicationFactor: 1 }])
  if (!create) await make()
  const feed = stage.feed()
  const first = await feed.numbered(topic, 2 * perPartition, 2)
  const batch = mode === 'batch' ? { batch: { maxRecords: perPartition, maxWait: '20s' } } : {}
  const worker = stage.worker({
    group,
    topics: [topic],
    mode,
    route: { retry: { attempts: 1 }, deadLetter: { create }, ...batch },
    handler: { faults: { '1/2': ['error'], '1/7': ['error'] } },
  })
  await deadLettersFrom(stage, target, placesOf(lost[mode]))
  const [deleted] = await stage.admin.deleteTopics([target])
  must(deleted?.error === null, 'the topic is deleted')
  await until('it is gone', async () => (await partitionsOf(stage, target)) === 0)
  const second = await feed.numbered(topic, 2 * perPartition, 2, 2 * perPartition)
  const later = lost[mode].map((offset) => perPartition + offset)
  if (!create) await whenMissing(stage, mode, { group, topic, target, later, worker, make })
  const letters = await deadLettersFrom(stage, target, placesOf(later), 150_000)
  must(
    letters.every((letter) => letter.partition === 1 && placesOf(later).includes(sourceOf(letter))),
    `the later ones alone, in their partition: ${letters.map(sourceOf).join()}`,
  )
  must((await partitionsOf(stage, target)) === 2, 'as many partitions as its source')
  const dead = [...lost[mode], ...later]
  await stage.handledAll(
    topic,
    [...first, ...second].filter(({ partition, offset }) => partition === 0 || !dead.includes(offset)),
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  await expectPassed(stage, topic, [2 * perPartition, 2 * perPartition], group)
}
