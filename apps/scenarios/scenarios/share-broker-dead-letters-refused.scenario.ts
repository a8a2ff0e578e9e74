// limit: 30s
// deadLetter: { broker } with a topic that is missing, that is not prepared for it, or whose name the broker does not take is a problem at start, because the broker would drop dead letters in silence: one line with the cure, exit code 1, before anybody joins or anything is set.
import { complainsOnce } from '../src/complaint.js'
import { brokerTopicName, groupSetting, preparedTopic } from '../src/share/broker-dead-letters.js'
import { needsBrokerDeadLetters } from '../src/share/needs-kafka.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function refuses(stage: Stage, topic: string, broker: string, ...words: readonly (string | RegExp)[]): Promise<void> {
  const worker = shareWorker(stage, { topics: [topic], route: { deadLetter: { broker } } })
  await complainsOnce(worker, 1, 'SAMSA_DEAD_LETTER_TOPIC', broker, ...words)
  must(worker.events('group.joined').length === 0, `${broker}: nobody joined`)
  must((await groupSetting(stage, brokerTopicName)) === null, `${broker}: nothing is set`)
}

needsBrokerDeadLetters()
await scenario(async (stage) => {
  stage.expect('SAMSA_DEAD_LETTER_TOPIC')
  const topic = await stage.topic('images')
  await refuses(stage, topic, `dlq.${stage.name('missing')}`, 'errors.deadletterqueue.group.enable')
  const unprepared = await stage.topic('unprepared')
  const [outcome] = await stage.admin.createTopics([{ topic: `dlq.${unprepared}`, partitions: 1, replicationFactor: 1 }])
  must(outcome?.error === null, 'a topic without the flag')
  await refuses(stage, topic, `dlq.${unprepared}`, 'errors.deadletterqueue.group.enable')
  const named = stage.name('other')
  const config = { 'errors.deadletterqueue.group.enable': 'true' }
  const [other] = await stage.admin.createTopics([{ topic: named, partitions: 1, replicationFactor: 1, config }])
  must(other?.error === null, 'a topic with another name')
  await refuses(stage, topic, named, 'dlq.')
  // the same route with a topic that has all it needs
  const worker = shareWorker(stage, { topics: [topic], route: { deadLetter: { broker: await preparedTopic(stage, 'right') } } })
  await worker.heard('group.joined')
  must((await worker.stop()) === 0, 'it works')
})
