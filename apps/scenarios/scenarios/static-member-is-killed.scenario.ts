// A classic static member that is killed and started again within its session gets its partitions back at once: the other member sees no rebalance, nothing is lost.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const topic = await stage.topic('static', 2)
  const draft = (instanceId: string) => ({ topics: [topic], options: { protocol: 'classic', instanceId }, handler: { workMs: 5 } })
  const stays = stage.worker(draft('stays'))
  await stays.heard('partition.assigned')
  const killed = stage.worker(draft('killed'))
  await killed.heard('partition.assigned')
  await stays.heard('partition.revoked')
  const feed = stage.feed()
  const before = await feed.numbered(topic, 100, 2)
  await stage.handledAll(topic, before)
  killed.signal('SIGKILL')
  await killed.exit
  const after = await feed.numbered(topic, 100, 2, 100)
  const returns = stage.worker(draft('killed'))
  await returns.heard('partition.assigned')
  const found = await stage.handledAll(topic, [...before, ...after])
  must(found.outOfOrder.length === 0, 'order is kept')
  must(stays.events('partition.revoked').length === 1, 'the other member gave up nothing more')
  must((await returns.stop()) === 0 && (await stays.stop()) === 0, 'both stop cleanly')
})
