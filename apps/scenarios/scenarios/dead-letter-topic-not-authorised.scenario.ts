// own-broker
// limit: 120s
// Without rights on its dead-letter topic a worker ends before it joins, exit code 1, with one line that names the rights; where only the right to write is missing, dead letters fail and are told, their partition waits, others go on, and once the right is given they are written.
import { complainsOnce } from '../src/complaint.js'
import { deadLetterTopic, deadLettersOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { grant } from '../src/grant.js'
import { guardedBroker } from '../src/guarded-broker.js'
import { must, scenario } from '../src/scenario.js'

const { password, login, env, options } = await guardedBroker()

await scenario(async (stage) => {
  stage.expect('SAMSA_DEAD_LETTER_TOPIC', 'SAMSA_AUTHORIZATION', 'dead-letter.failed', 'record.dead-lettered', 'group.troubled')
  const topic = await stage.topic('guarded', 2)
  const [group, target] = [stage.name('group'), deadLetterTopic(topic)]
  const { port } = stage.broker
  await grant(port, { on: 'topic', name: topic, may: ['read'] }, { on: 'group', name: group, may: ['read'] })
  const draft = {
    topics: [topic],
    kafka: login(password),
    env,
    route: { retry: { attempts: 1 } },
    handler: { faults: { '0/2': ['error'] } },
  } as const
  await complainsOnce(stage.worker(draft), 1, 'SAMSA_DEAD_LETTER_TOPIC', target, 'CREATE', 'WRITE')

  await stage.admin.createTopics([{ topic: target, partitions: 2, replicationFactor: 1 }])
  await grant(port, { on: 'topic', name: target, may: ['describe'] })
  const sent = await stage.feed().numbered(topic, 20, 2)
  const worker = stage.worker(draft)
  const [failed] = await worker.heard('dead-letter.failed', 2)
  must(failed?.['offset'] === 2 && failed['target'] === target && failed['willRetry'] === true, `the event: ${JSON.stringify(failed)}`)
  await stage.handledAll(
    topic,
    sent.filter(({ partition }) => partition === 1),
  )
  must(!stage.entries().some(({ partition, offset }) => partition === 0 && offset > 2), 'its partition waits')
  must((await readDeadLetters(stage, target)).length === 0, 'nothing is written')
  must(((await stage.committed(group)).get(`${topic}/0`) ?? 0) <= 2, 'nothing of it is settled')
  // the first right to write anywhere: before, the broker gave the producer no id
  await grant(port, { on: 'topic', name: target, may: ['write'] })
  const letters = await deadLettersOf(stage, target, 1, 90_000)
  must(letters.length === 1 && sourceOf(letters[0]!) === '0/2', 'it is written once')
  await stage.handledAll(
    topic,
    sent.filter(({ partition, offset }) => partition === 1 || offset !== 2),
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  must(
    stage.entries().filter(({ what, partition, offset }) => what === 'begin' && partition === 0 && offset === 2).length === 1,
    'it ran once',
  )
  await expectPassed(stage, topic, [10, 10])
}, options)
