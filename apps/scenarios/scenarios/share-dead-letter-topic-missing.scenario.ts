// A share group's dead-letter topic that is missing and not to be created is a problem at start: one line that names it, exit code 1, before anybody joins; its records stay where they are.
import { countOf, partitionsOf } from '../src/dead-letters.js'
import { complainsOnce } from '../src/complaint.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_DEAD_LETTER_TOPIC')
  const topic = await stage.topic('jobs')
  const target = stage.name('nowhere')
  const sent = await stage.feed().numbered(topic, 5, 1)
  const draft = { topics: [topic], route: { deadLetter: { topic: target, create: false } } }
  const refused = shareWorker(stage, draft)
  await complainsOnce(refused, 1, 'SAMSA_DEAD_LETTER_TOPIC', target, stage.name('group'))
  must(refused.events('group.joined').length === 0, 'it did not join')
  must((await partitionsOf(stage, target)) === 0, 'nobody created it')
  must((await stage.topic('nowhere')) === target, 'somebody creates it')
  const worker = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent)
  await nothingLeft(stage, topic, 1)
  must((await countOf(stage, target)) === 0, 'nothing is dead-lettered')
  await stopCleanly(worker)
})
