// limit: 30s
// A classic member that is stopped while its own JoinGroup is pending cannot leave: it stops all the same, with its warning and exit code 0, long before the join would be answered; the others
// go on, and have its partitions when its session has ended.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const partitions = 2

await scenario(async (stage) => {
  const topic = await stage.topic('load', partitions)
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 40, partitions)
  const draft = {
    topics: [topic],
    options: { protocol: 'classic', assignor: 'range' },
    kafka: { 'session.timeout.ms': 6_000 },
    // longer than a stop may take, shorter than the drain time
    handler: { longAt: { 0: 15_000 } },
  }
  const handled = (what: string): number => stage.entries().filter((entry) => entry.what === what && entry.offset === 0).length
  const first = stage.worker(draft)
  await until('both partitions are in work', () => handled('begin') === partitions)
  const second = stage.worker(draft)
  await until('the join is pending', async () => {
    const [group] = await stage.admin.describeGroups([stage.name('group')])
    return group?.state === 'PreparingRebalance'
  })
  stage.expect('SAMSA_KAFKA')
  must((await second.stop()) === 0, 'the second worker stops cleanly')
  must(handled('end') === 0, 'it does not wait until the first one drained')
  must(second.events('SAMSA_KAFKA').length === 1, 'it says what it left behind')
  sent.push(...(await feed.numbered(topic, 40, partitions, sent.length)))
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, `handled twice: ${found.repeated.length}`)
  must(
    stage.entries().every(({ worker }) => worker === 'worker1'),
    'the first worker handles all of it',
  )
  must((await first.stop()) === 0, 'the first worker stops cleanly')
})
