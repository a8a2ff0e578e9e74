// A static member that stops and returns within its session gets its partitions back; the other member sees no rebalance.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const topic = await stage.topic('static', 2)
  const draft = (instanceId: string) => ({ topics: [topic], options: { instanceId } })
  const stays = stage.worker(draft('stays'))
  await stays.heard('partition.assigned')
  const leaves = stage.worker(draft('leaves'))
  await leaves.heard('partition.assigned')
  await stays.heard('partition.revoked')
  const revokedBefore = stays.events('partition.revoked').length
  must((await leaves.stop()) === 0, 'the member stops cleanly')
  const returns = stage.worker(draft('leaves'))
  await returns.heard('partition.assigned')
  const sent = await stage.feed().numbered(topic, 100, 2)
  await stage.handledAll(topic, sent)
  must(
    stays.events('partition.assigned').length <= 2 && stays.events('partition.revoked').length === revokedBefore,
    'the other member kept its partition and got no more',
  )
  must((await returns.stop()) === 0 && (await stays.stop()) === 0, 'both stop cleanly')
})
