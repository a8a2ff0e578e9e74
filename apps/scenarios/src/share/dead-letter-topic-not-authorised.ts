import { complainsOnce } from '../complaint.js'
import { countOf, deadLettersOf, deadLetterTopic, headerOf } from '../dead-letters.js'
import { grant } from '../grant.js'
import { guardedBroker } from '../guarded-broker.js'
import { eventsAbout } from './executions.js'
import { mustBeDeadLetters, type WantedDeadLetter } from './must-be-dead-letter.js'
import { rawRecords, sendRaw } from './raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from './share-calls.js'
import { type ShareDraft, shareWorker } from './share-worker.js'
import { must, scenario, type Stage } from '../scenario.js'

type Guarded = Awaited<ReturnType<typeof guardedBroker>>

/** How the record at offset 1 comes to be a dead letter. */
export interface Unwritable {
  /** Consumer class and options of its route. */
  readonly draft: Pick<ShareDraft, 'mode' | 'route'>
  /** How its calls end. */
  readonly as: 'throw' | 'dead-letter'
  /** What its dead letter says. */
  readonly said: Pick<WantedDeadLetter, 'cause' | 'message' | 'errorClass'>
}

/** Without the right to create the dead-letter topic: no start. Then the topic is there, and may be looked up; answers what a worker is started with. */
async function refusedAtFirst(
  stage: Stage,
  topic: string,
  { password, login, env }: Guarded,
  { draft: own, as }: Unwritable,
): Promise<ShareDraft> {
  const { port } = stage.broker
  const group = stage.name('group')
  const target = deadLetterTopic(topic)
  await grant(
    port,
    { on: 'topic', name: topic, may: ['read', 'describe', 'describeConfigs'] },
    { on: 'group', name: group, may: ['read', 'describe', 'describeConfigs', 'alterConfigs'] },
  )
  const draft = {
    topics: [topic],
    settings: { lockDuration: '15s' },
    kafka: login(password),
    env,
    ...own,
    rules: [{ as, offsets: [1] } as const],
    tellsAll: true,
  }
  const refused = shareWorker(stage, draft)
  await complainsOnce(refused, 1, 'SAMSA_DEAD_LETTER_TOPIC', target)
  must(refused.events('group.joined').length === 0, 'it did not join')

  const [created] = await stage.admin.createTopics([{ topic: target, partitions: 1, replicationFactor: 1 }])
  must(created?.error === null, 'somebody else creates it')
  await grant(port, { on: 'topic', name: target, may: ['describe'] })
  return draft
}

async function play(stage: Stage, guarded: Guarded, unwritable: Unwritable): Promise<void> {
  const topic = await stage.topic('jobs')
  const draft = await refusedAtFirst(stage, topic, guarded, unwritable)
  const target = deadLetterTopic(topic)
  const sent = await sendRaw(stage.feed(), topic, rawRecords(3))
  // this user may write to no topic at all, so that its producer gets no id from the broker
  const worker = shareWorker(stage, draft)
  await acceptedAll(stage, topic, [sent[0]!, sent[2]!])
  const failed = await worker.heard('dead-letter.failed', 2)
  const [told] = failed
  must(
    told?.['errorCode'] === 'SAMSA_DEAD_LETTER_FAILED' && told['target'] === target && told['offset'] === 1 && told['willRetry'] === true,
    `each failure is told: ${JSON.stringify(told)}`,
  )
  must(
    failed
      .map(({ attempt }) => attempt)
      .join()
      .startsWith('1,2'),
    `with the number of writes: ${JSON.stringify(failed)}`,
  )
  must((await countOf(stage, target)) === 0, 'nothing was written')
  must(worker.events('record.dead-lettered').length === 0, 'and nothing is told as written')
  await grant(stage.broker.port, { on: 'topic', name: target, may: ['write'] })
  const letters = await deadLettersOf(stage, target, 1)
  await nothingLeft(stage, topic, 1)
  const deliveryCount = Number(headerOf(letters[0]!, '__dlq.errors.delivery.count'))
  const of = sent[1]!
  mustBeDeadLetters(stage, letters, [{ of, attempts: deliveryCount, deliveryCount, ...unwritable.said }])
  must(eventsAbout(stage, 'record.dead-lettered', of).length === 1, 'it is told once')
  must(!JSON.stringify(stage.workers.map(({ lines, prints }) => [lines, prints])).includes(guarded.password), 'no line has the password')
  await stopCleanly(worker)
}

/**
 * Without the right to create the dead-letter topic a share group's worker ends at start; without the right to write to it nothing is settled, every failure is told, and once the right
 * is given the dead letters arrive.
 */
export async function shareDeadLetterTopicNotAuthorised(unwritable: Unwritable): Promise<void> {
  const guarded = await guardedBroker()
  await scenario((stage) => {
    stage.expect('SAMSA_DEAD_LETTER_TOPIC', 'SAMSA_AUTHORIZATION', 'dead-letter.failed')
    stage.expect('record.released', 'record.dead-lettered', 'group.troubled')
    return play(stage, guarded, unwritable)
  }, guarded.options)
}
