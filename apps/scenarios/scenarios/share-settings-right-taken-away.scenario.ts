// own-broker
// limit: 90s
// The right to read the group's settings is taken away while a share group's worker runs: group.troubled says that the last known lock and limit are kept, and a record at the limit that was read is rejected and told instead of being archived by a release without a word.
import { grant, forbid } from '../src/grant.js'
import { guardedBroker } from '../src/guarded-broker.js'
import { acceptedAll, countsOf, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { bare } from '../src/share/share-job.js'
import { needsGroupLimit } from '../src/share/needs-kafka.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

needsGroupLimit()
const { password, login, env, options } = await guardedBroker()

await scenario(async (stage) => {
  stage.expect('group.troubled', 'record.released', 'record.exhausted', 'record.rejected')
  const [topic, group] = [await stage.topic('jobs'), stage.name('group')]
  const { port } = stage.broker
  await grant(
    port,
    { on: 'topic', name: topic, may: ['read', 'describe'] },
    { on: 'group', name: group, may: ['read', 'describe', 'describeConfigs', 'alterConfigs'] },
  )
  const feed = stage.feed()
  const before = await feed.numbered(topic, 5, 1)
  const worker = shareWorker(stage, {
    topics: [topic],
    settings: { lockDuration: '15s', deliveryCountLimit: 2 },
    kafka: login(password),
    env,
    route: bare,
    rules: [{ as: 'release', offsets: [7] }],
    tellsAll: true,
  })
  await acceptedAll(stage, topic, before)
  await forbid(port, { on: 'group', name: group, may: ['describeConfigs'] })
  const [troubled] = await worker.heard('group.troubled')
  must(
    JSON.stringify(troubled).includes('a lock of 15 s and 2 deliveries, the last known ones, are kept'),
    `it says what is kept: ${JSON.stringify(troubled)}`,
  )
  const after = await feed.numbered(topic, 5, 1, 5)
  const [exhausted] = await worker.heard('record.exhausted')
  must(
    exhausted?.['offset'] === 7 && exhausted['deliveryCount'] === 2 && exhausted['becomes'] === 'reject',
    `the limit that was read counts: ${JSON.stringify(exhausted)}`,
  )
  await acceptedAll(
    stage,
    topic,
    after.filter(({ offset }) => offset !== 7),
  )
  await nothingLeft(stage, topic, 1)
  must(countsOf(stage, { topic, partition: 0, offset: 7 }).join() === '1,2', 'it was delivered twice')
  await stopCleanly(worker)
}, options)
