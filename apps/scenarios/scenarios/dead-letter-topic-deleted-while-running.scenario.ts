// own-broker
// limit: 150s
// A dead-letter topic that is deleted while the worker runs is created again for the next dead letter; with create: false dead letters fail and are told, and are written once somebody has created it.
import { deadLetterTopic, deadLettersOf, partitionsOf, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

async function play(stage: Stage, create: boolean): Promise<void> {
  const label = create ? 'created' : 'missing'
  const [topic, group] = [await stage.topic(label, 2), stage.name(label)]
  const target = deadLetterTopic(topic)
  const make = () => stage.admin.createTopics([{ topic: target, partitions: 2, replicationFactor: 1 }])
  if (!create) await make()
  const feed = stage.feed()
  const first = await feed.numbered(topic, 10, 2)
  const worker = stage.worker({
    group,
    topics: [topic],
    route: { retry: { attempts: 1 }, deadLetter: { create } },
    handler: { faults: { '1/2': ['error'], '1/7': ['error'] } },
  })
  await deadLettersOf(stage, target, 1)
  const [deleted] = await stage.admin.deleteTopics([target])
  must(deleted?.error === null, 'the topic is deleted')
  await until('it is gone', async () => (await partitionsOf(stage, target)) === 0)
  const second = await feed.numbered(topic, 10, 2, 10)
  if (!create) {
    const [failed] = await worker.heard('dead-letter.failed')
    must(failed?.['offset'] === 7 && failed['target'] === target, `the event: ${JSON.stringify(failed)}`)
    must(((await stage.committed(group)).get(`${topic}/1`) ?? 0) <= 7, 'nothing of it is settled')
    await make()
  }
  const letters = await deadLettersOf(stage, target, 1, 150_000)
  must(
    letters.every((letter) => sourceOf(letter) === '1/7' && letter.partition === 1),
    'the second one, in its partition',
  )
  must((await partitionsOf(stage, target)) === 2, 'as many partitions as its source')
  await stage.handledAll(
    topic,
    [...first, ...second].filter(({ partition, offset }) => partition === 0 || (offset !== 2 && offset !== 7)),
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('record.dead-lettered', 'dead-letter.failed', 'group.troubled')
  await Promise.all([play(stage, true), play(stage, false)])
})
