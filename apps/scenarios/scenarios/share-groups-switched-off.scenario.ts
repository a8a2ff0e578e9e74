// own-broker
// A broker that has share groups switched off: one line that says how to switch them on, exit code 3.
import { complainsOnce } from '../src/complaint.js'
import { shareWorker } from '../src/share/share-worker.js'
import { scenario } from '../src/scenario.js'

await scenario(
  async (stage) => {
    stage.expect('SAMSA_GROUP_FAILED')
    const topic = await stage.topic('jobs')
    const worker = shareWorker(stage, { topics: [topic], policy: 'ignore' })
    await complainsOnce(worker, 3, 'SAMSA_GROUP_FAILED', stage.name('group'), 'share groups need Kafka 4.2', '--feature share.version=1')
  },
  { own: true, features: { 'share.version': 0 } },
)
