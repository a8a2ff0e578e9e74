// limit: 60s
// The lock of a record ends while the record waits for its next attempt, because all permits are taken: it is released before, another worker gets it with the next delivery count, nothing is lost; so is a batch that waits, as a whole.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf } from '../src/share/executions.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

/** Batches of so many records; `record`: those of a per-record class. */
const sizes = { record: 1, batch: 3 } as const

async function play(stage: Stage, mode: keyof typeof sizes): Promise<void> {
  const size = sizes[mode]
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 3 * size, 1)
  const rules = [
    { as: 'throw', offsets: [0], deliveryCounts: [1] },
    { as: 'accept', offsets: [size], deliveryCounts: [1], workMs: 9_000, heedsSignal: false },
  ] as const
  const draft = {
    topics: [topic],
    group,
    mode,
    settings: { lockDuration: '4s' },
    options: { members: 1 },
    route: {
      concurrency: size,
      retry: { backoff: { kind: 'fixed', delay: '500ms' } },
      ...(mode === 'batch' ? { batch: { maxRecords: size, maxWait: '1s' } } : {}),
    },
    rules,
    tellsAll: true,
  }
  const first = shareWorker(stage, draft)
  await until('all permits are taken', () =>
    stage.entries().some((entry) => entry.what === 'begin' && entry.topic === topic && entry.offset === size),
  )
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent)
  const place = { topic, partition: 0, offset: 0 }
  must(eventsAbout(stage, 'record.retried', place).length === 1, 'a retry in place is told')
  const released = eventsAbout(stage, 'record.released', place)
  must(released.length === 1 && released[0]?.['deliveryCount'] === 1, `then a release: ${JSON.stringify(released)}`)
  must(executionsOf(stage, place).join() === '1.1,2.2', `it runs once in each delivery: ${executionsOf(stage, place).join()}`)
  const again = stage.entries().find((entry) => entry.topic === topic && entry.offset === 0 && entry.deliveryCount === 2)
  must(again?.worker === second.name, `the other worker has it: ${again?.worker}`)
  await nothingLeft(stage, topic, 1, group)
  must((await countOf(stage, deadLetterTopic(topic))) === 0, 'nothing is dead-lettered')
  await stopCleanly(first, second)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.released')
  // the one that takes the only permit runs longer than its own lock, too
  stage.expect('lease.expired', 'handler.late', 'settlement.dropped', 'lease.overcommitted')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
