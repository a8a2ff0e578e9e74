// A consumer group has the id already: one clear line that names the group and says what to do, exit code 3; and the other way round.
import { complainsOnce } from '../src/complaint.js'
import { shareWorker } from '../src/share/share-worker.js'
import { scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_GROUP_KIND')
  const topic = await stage.topic('shared')
  const group = stage.name('billing')
  const consumer = stage.worker({ group, topics: [topic] })
  await consumer.heard('partition.assigned')
  const share = shareWorker(stage, { group, topics: [topic], policy: 'ignore' })
  await complainsOnce(share, 3, 'SAMSA_GROUP_KIND', group, 'another kind', 'choose another group id')
  await consumer.stop()

  const shared = stage.name('thumbnails')
  const member = shareWorker(stage, { group: shared, topics: [topic] })
  await member.heard('group.joined')
  await complainsOnce(
    stage.worker({ group: shared, topics: [topic] }),
    3,
    'SAMSA_GROUP_KIND',
    shared,
    'another kind',
    'choose another group id',
  )
  await member.stop()
})
