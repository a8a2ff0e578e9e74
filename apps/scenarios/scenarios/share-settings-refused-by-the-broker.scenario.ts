// A setting outside the broker's bounds ends a worker before it joins: one line with the group, the setting and the broker's own text, exit code 1.
import { complainsOnce } from '../src/complaint.js'
import { shareWorker } from '../src/share/share-worker.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_GROUP_SETTING')
  const topic = await stage.topic('jobs')
  const worker = shareWorker(stage, { topics: [topic], settings: { lockDuration: '2h' } })
  await complainsOnce(worker, 1, 'SAMSA_', stage.name('group'), 'share.record.lock.duration.ms', /must be (in the range|less than)/)
})
