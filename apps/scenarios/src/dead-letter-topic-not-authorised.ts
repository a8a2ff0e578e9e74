import { complainsOnce } from './complaint.js'
import { deadLettersFrom, deadLetterTopic, readDeadLetters, sourceOf } from './dead-letters.js'
import { expectPassed } from './expect-passed.js'
import { grant } from './grant.js'
import { guardedBroker } from './guarded-broker.js'
import { type JobDraft, must, scenario, type Stage } from './scenario.js'

type Guarded = Awaited<ReturnType<typeof guardedBroker>>

/** What a class loses of partition 0, whose records are 0 to 9. */
export interface Unwritten {
  /** Further options of the worker. */
  readonly draft: JobDraft
  /** Offsets that go to the dead letters, at the only run that they have. */
  readonly lost: readonly number[]
  /** The last offset that runs before they are written. */
  readonly last: number
}

/** Only the right to write is missing: what is lost is told, and waits. */
async function waits(stage: Stage, worker: ReturnType<Stage['worker']>, topic: string, { lost, last }: Unwritten): Promise<void> {
  const target = deadLetterTopic(topic)
  const failed = await worker.heard('dead-letter.failed', 2 * lost.length)
  must(
    failed.every((event) => event['target'] === target && event['willRetry'] === true),
    `the events: ${JSON.stringify(failed)}`,
  )
  const told = new Set(failed.map(({ offset }) => offset))
  must([...told].join() === lost.join(), `each of them is told: ${[...told].join()}`)
  must(!stage.entries().some(({ partition, offset }) => partition === 0 && offset > last), 'its partition waits')
  must((await readDeadLetters(stage, target)).length === 0, 'nothing is written')
  must(((await stage.committed(stage.name('group'))).get(`${topic}/0`) ?? 0) <= lost[0]!, 'nothing of it is settled')
}

async function play(stage: Stage, { password, login, env }: Guarded, unwritten: Unwritten): Promise<void> {
  const { lost, draft: own } = unwritten
  const topic = await stage.topic('guarded', 2)
  const [group, target] = [stage.name('group'), deadLetterTopic(topic)]
  const { port } = stage.broker
  await grant(port, { on: 'topic', name: topic, may: ['read'] }, { on: 'group', name: group, may: ['read'] })
  const draft = { topics: [topic], kafka: login(password), env, ...own }
  await complainsOnce(stage.worker(draft), 1, 'SAMSA_DEAD_LETTER_TOPIC', target, 'CREATE', 'WRITE')

  await stage.admin.createTopics([{ topic: target, partitions: 2, replicationFactor: 1 }])
  await grant(port, { on: 'topic', name: target, may: ['describe'] })
  const sent = await stage.feed().numbered(topic, 20, 2)
  const worker = stage.worker(draft)
  const handled = sent.filter(({ partition, offset }) => partition === 1 || !lost.includes(offset))
  await stage.handledAll(
    topic,
    handled.filter(({ partition }) => partition === 1),
  )
  await waits(stage, worker, topic, unwritten)
  // the first right to write anywhere: before, the broker gave the producer no id
  await grant(port, { on: 'topic', name: target, may: ['write'] })
  const places = lost.map((offset) => `0/${offset}`)
  const letters = await deadLettersFrom(stage, target, places, 90_000)
  must(letters.map(sourceOf).join() === places.join(), `each is written once: ${letters.map(sourceOf).join()}`)
  await stage.handledAll(topic, handled)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  for (const place of lost) {
    const runs = stage.entries().filter(({ what, partition, offset }) => what === 'begin' && partition === 0 && offset === place)
    must(runs.length === 1, `0/${place} ran once`)
  }
  await expectPassed(stage, topic, [10, 10])
}

/**
 * Without rights on its dead-letter topic a worker ends at start; where only the right to write is missing, dead letters fail and are told, their partition waits, others go
 * on, and once the right is given they are written.
 */
export async function deadLetterTopicNotAuthorised(unwritten: Unwritten): Promise<void> {
  const guarded = await guardedBroker()
  await scenario((stage) => {
    stage.expect('SAMSA_DEAD_LETTER_TOPIC', 'SAMSA_AUTHORIZATION', 'dead-letter.failed', 'record.dead-lettered', 'group.troubled')
    return play(stage, guarded, unwritten)
  }, guarded.options)
}
