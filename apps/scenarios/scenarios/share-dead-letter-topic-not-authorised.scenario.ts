// own-broker
// limit: 60s
// Without the right to create the dead-letter topic a share group's worker ends at start, exit code 1; without the right to write to it nothing is settled, every failure is told, and once the right is given the dead letters arrive.
import { complainsOnce } from '../src/complaint.js'
import { countOf, deadLettersOf, deadLetterTopic, headerOf } from '../src/dead-letters.js'
import { grant } from '../src/grant.js'
import { guardedBroker } from '../src/guarded-broker.js'
import { eventsAbout } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

const { password, login, env, options } = await guardedBroker()

await scenario(async (stage) => {
  stage.expect(
    'SAMSA_DEAD_LETTER_TOPIC',
    'SAMSA_AUTHORIZATION',
    'dead-letter.failed',
    'record.released',
    'record.dead-lettered',
    'group.troubled',
  )
  const { port } = stage.broker
  const topic = await stage.topic('jobs')
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
    route: { retry: { attempts: 1 } },
    rules: [{ as: 'throw', offsets: [1] } as const],
    tellsAll: true,
  }
  const refused = shareWorker(stage, draft)
  await complainsOnce(refused, 1, 'SAMSA_DEAD_LETTER_TOPIC', target)
  must(refused.events('group.joined').length === 0, 'it did not join')

  const [created] = await stage.admin.createTopics([{ topic: target, partitions: 1, replicationFactor: 1 }])
  must(created?.error === null, 'somebody else creates it')
  await grant(port, { on: 'topic', name: target, may: ['describe'] })
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
  await grant(port, { on: 'topic', name: target, may: ['write'] })
  const letters = await deadLettersOf(stage, target, 1)
  await nothingLeft(stage, topic, 1)
  const deliveryCount = Number(headerOf(letters[0]!, '__dlq.errors.delivery.count'))
  const of = sent[1]!
  const wanted = { of, cause: 'thrown', attempts: deliveryCount, deliveryCount, message: 'on purpose', errorClass: 'Error' }
  mustBeDeadLetters(stage, letters, [wanted])
  must(eventsAbout(stage, 'record.dead-lettered', of).length === 1, 'it is told once')
  must(!JSON.stringify(stage.workers.map(({ lines, prints }) => [lines, prints])).includes(password), 'no line has the password')
  await stopCleanly(worker)
}, options)
