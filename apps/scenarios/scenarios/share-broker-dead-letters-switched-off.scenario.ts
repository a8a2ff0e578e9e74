// own-broker
// A cluster that has not finalized share.version 2 writes no dead letters of its own: deadLetter: { broker } is a problem at start that names the feature, exit code 1, before anybody joins.
import { complainsOnce } from '../src/complaint.js'
import { needsBrokerDeadLetters } from '../src/share/needs-kafka.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

needsBrokerDeadLetters()
await scenario(
  async (stage) => {
    stage.expect('SAMSA_DEAD_LETTER_TOPIC')
    const topic = await stage.topic('images')
    const broker = `dlq.${stage.name('of-broker')}`
    const config = { 'errors.deadletterqueue.group.enable': 'true' }
    const [created] = await stage.admin.createTopics([{ topic: broker, partitions: 1, replicationFactor: 1, config }])
    must(created?.error === null, 'the topic is there, and prepared')
    const worker = shareWorker(stage, { topics: [topic], route: { deadLetter: { broker } } })
    await complainsOnce(worker, 1, 'SAMSA_DEAD_LETTER_TOPIC', 'share.version', stage.name('group'))
    must(worker.events('group.joined').length === 0, 'it did not join')
  },
  { own: true, features: { 'share.version': 1 } },
)
