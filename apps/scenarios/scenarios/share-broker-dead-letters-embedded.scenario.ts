// The broker inside the process writes no dead letters of its own: --embedded refuses deadLetter: { broker } at start, with one line that says so, exit code 1.
import { complainsOnce } from '../src/complaint.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_DEAD_LETTER_TOPIC')
  const broker = `dlq.${stage.name('images')}`
  const worker = shareWorker(stage, { topics: [stage.name('jobs')], route: { deadLetter: { broker } }, args: ['--embedded'] })
  await complainsOnce(worker, 1, 'SAMSA_', broker, 'inside this process')
  must(worker.events('group.joined').length === 0, 'it did not join')
})
