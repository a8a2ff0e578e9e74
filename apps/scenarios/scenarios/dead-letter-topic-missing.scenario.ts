// A dead-letter topic that is missing is created at start with the source's partitions and room for its largest records; with create: false the worker ends before it joins, in one line, exit code 1.
import { complainsOnce } from '../src/complaint.js'
import { deadLetterTopic, partitionsOf } from '../src/dead-letters.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_DEAD_LETTER_TOPIC')
  const topic = await stage.topic('source', 3, { 'max.message.bytes': '2000000' })
  const target = deadLetterTopic(topic)
  const refused = stage.worker({ topics: [topic], route: { deadLetter: { create: false } } })
  await complainsOnce(refused, 1, 'SAMSA_DEAD_LETTER_TOPIC', target, 'create: false', 'create topic')
  must(refused.events('group.joined').length === 0, 'it did not join')
  must((await partitionsOf(stage, target)) === 0, 'nothing was created')

  const worker = stage.worker({ topics: [topic] })
  await worker.heard('group.joined')
  must((await partitionsOf(stage, target)) === 3, 'it has the partitions of its source before a record is handled')
  const [described] = await stage.admin.describeConfigs([{ type: 'topic', name: target }])
  const largest = described?.entries.find(({ name }) => name === 'max.message.bytes')?.value
  must(largest === String(2_000_000 + 128 * 1_024), `and room for its records with their headers: ${largest}`)
  must((await worker.stop()) === 0, 'the worker stops cleanly')

  // now that it is there, nobody has to create it
  const content = stage.worker({ topics: [topic], route: { deadLetter: { create: false } } })
  await content.heard('group.joined')
  must((await content.stop()) === 0, 'it stops cleanly')

  // a source that comes later: its dead letters have their topic from the first one on
  const late = stage.name('late')
  const early = stage.worker({
    group: stage.name('early'),
    topics: [late],
    route: { retry: { attempts: 1 } },
    handler: { faults: { '1/0': ['error'] } },
  })
  stage.expect('group.troubled', 'record.dead-lettered')
  // a classic group does not join for a topic that is not there
  await early.heard('group.protocol-chosen')
  await stage.topic('late', 2)
  await stage.feed().send(late, [{ value: 'poison', partition: 1 }])
  await until('the topic of its dead letters is created', async () => (await partitionsOf(stage, deadLetterTopic(late))) === 2)
  await early.heard('record.dead-lettered')
  must((await early.stop()) === 0, 'it stops cleanly')
})
