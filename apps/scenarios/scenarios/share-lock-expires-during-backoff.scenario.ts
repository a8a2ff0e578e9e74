// limit: 40s
// The lock of a record ends while the record waits for its next attempt, because the only permit is taken: it is released before, another worker gets it with the next delivery count, nothing is lost.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf } from '../src/share/executions.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.released')
  // the one that takes the only permit runs longer than its own lock, too
  stage.expect('lease.expired', 'handler.late', 'settlement.dropped', 'lease.overcommitted')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 3, 1)
  const rules = [
    { as: 'throw', offsets: [0], deliveryCounts: [1] },
    { as: 'accept', offsets: [1], deliveryCounts: [1], workMs: 9_000, heedsSignal: false },
  ] as const
  const draft = {
    topics: [topic],
    settings: { lockDuration: '4s' },
    options: { members: 1 },
    route: { concurrency: 1, retry: { backoff: { kind: 'fixed', delay: '500ms' } } },
    rules,
    tellsAll: true,
  }
  const first = shareWorker(stage, draft)
  await until('the permit is taken', () => stage.entries().some(({ what, offset }) => what === 'begin' && offset === 1))
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent)
  const place = { topic, partition: 0, offset: 0 }
  must(eventsAbout(stage, 'record.retried', place).length === 1, 'a retry in place is told')
  const released = eventsAbout(stage, 'record.released', place)
  must(released.length === 1 && released[0]?.['deliveryCount'] === 1, `then a release: ${JSON.stringify(released)}`)
  must(executionsOf(stage, place).join() === '1.1,2.2', `it runs once in each delivery: ${executionsOf(stage, place).join()}`)
  const again = stage.entries().find(({ offset, deliveryCount }) => offset === 0 && deliveryCount === 2)
  must(again?.worker === second.name, `the other worker has it: ${again?.worker}`)
  await nothingLeft(stage, topic, 1)
  must((await countOf(stage, deadLetterTopic(topic))) === 0, 'nothing is dead-lettered')
  await stopCleanly(first, second)
})
