// limit: 30s
// A topic of a share group is deleted and created again: the group goes on with the new one from its first record, and other topics flow all the while.
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  // acknowledgements of records of the old topic may be refused, and the topic is missed for a while
  stage.expect('group.troubled', 'settlement.lost')
  const [doomed, other] = [await stage.topic('doomed', 2), await stage.topic('other')]
  const feed = stage.feed()
  const worker = shareWorker(stage, { topics: [doomed, other], kafka: { 'topic.metadata.refresh.interval.ms': 1_000 } })
  await acceptedAll(stage, doomed, await feed.numbered(doomed, 20, 2))
  const [outcome] = await stage.admin.deleteTopics([doomed])
  must(outcome?.error === null, 'it is deleted')
  await acceptedAll(stage, other, await feed.numbered(other, 20, 1))
  await until('it is created again', () =>
    stage.topic('doomed', 2).catch((error: Error) => (error.name === 'TOPIC_ALREADY_EXISTS' ? null : Promise.reject(error))),
  )
  // the first one's offsets begin anew: the last of these has an offset that the old topic never had
  const again = await stage.feed().numbered(doomed, 60, 2)
  await acceptedAll(stage, doomed, again)
  await acceptedAll(stage, other, await feed.numbered(other, 20, 1, 20))
  await nothingLeft(stage, doomed, 2)
  await stopCleanly(worker)
})
