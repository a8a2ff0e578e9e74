// limit: 30s
// A handler that runs longer than its lock hears of it before, its record goes to another member, its late result is dropped and counted, and its neighbours are unharmed.
import { acceptedAll, countsOf, endings, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const lockMs = 2_000

await scenario(async (stage) => {
  stage.expect('lease.expired', 'handler.late', 'settlement.dropped')
  // what took so long is the measure of what comes next
  stage.expect('lease.overcommitted')
  const topic = await stage.topic('jobs')
  const settings = { lockDuration: '2s' }
  const slow = { as: 'accept', offsets: [3], deliveryCounts: [1], workMs: 3 * lockMs, heedsSignal: false } as const
  const draft = { topics: [topic], settings, options: { members: 1 }, workMs: 10, rules: [slow] }
  const workers = [shareWorker(stage, draft), shareWorker(stage, draft)]
  await Promise.all(workers.map((worker) => worker.heard('group.joined')))
  const sent = await stage.feed().numbered(topic, 8, 1)
  const begun = (count: number) =>
    stage.entries().find(({ what, offset, deliveryCount }) => what === 'begin' && offset === 3 && deliveryCount === count)
  const slowCall = await until('the slow one is in work', () => begun(1))
  // the other member waits for records all the while, so it is the one that gets it
  const again = await until('it goes to another member', () => begun(2))
  must(again.worker !== slowCall.worker, `to the one that is free: ${again.worker}`)
  const first = workers.find(({ name }) => name === slowCall.worker)
  const second = workers.find(({ name }) => name === again.worker)
  must(first !== undefined && second !== undefined, 'both are known')
  const signal = stage.entries().find(({ what }) => what === 'signal')
  must(signal?.code === 'SAMSA_LOCK_EXPIRED' && signal.offset === 3, `its signal told it why: ${JSON.stringify(signal)}`)
  must(
    stage.entries().indexOf(signal) < stage.entries().indexOf(again) || signal.atMs <= again.atMs,
    'the signal came before the record was taken back',
  )
  const [expired] = await first.heard('lease.expired')
  must(expired?.['offset'] === 3 && expired['deliveryCount'] === 1, `the end of the lock is told: ${JSON.stringify(expired)}`)
  await until('onLockLost was called', () => stage.entries().some(({ what, offset }) => what === 'lost' && offset === 3))
  await first.heard('handler.late')
  const [dropped] = await first.heard('settlement.dropped')
  must(dropped?.['reason'] === 'expired-lease' && dropped['records'] === 1, `its late result is counted: ${JSON.stringify(dropped)}`)
  await acceptedAll(stage, topic, sent)
  for (const { offset } of sent)
    if (offset !== 3) must(countsOf(stage, { topic, partition: 0, offset }).join() === '1', `${offset} came once`)
  must(endings(stage.entries(), 'accept').get(`${topic}/0/3`) === 2, 'both calls of the slow one ended')
  await nothingLeft(stage, topic, 1)
  // its member goes on
  await stopCleanly(second)
  await acceptedAll(stage, topic, await stage.feed().numbered(topic, 200, 1, 8))
  await stopCleanly(first)
})
