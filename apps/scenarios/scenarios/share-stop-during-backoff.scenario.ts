// A worker with a share group stops while records wait for their next attempt, one or the rest of a batch: they are released, and another worker gets them at once, long before the wait or the lock would end.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { eventsAbout, executionsOf } from '../src/share/executions.js'
import { acceptedAll, acceptedOnce, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: ShareMode): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 5, 1)
  const place = { topic, partition: 0, offset: 2 }
  const draft = {
    topics: [topic],
    group,
    mode,
    settings: { lockDuration: '60s' },
    route: {
      retry: { backoff: { kind: 'fixed', delay: '29s' } },
      ...(mode === 'record' ? {} : { batch: { maxRecords: 5, maxWait: '50ms' } }),
    },
    rules: [{ as: 'throw', offsets: [2], deliveryCounts: [1] } as const],
    tellsAll: true,
  }
  const first = shareWorker(stage, draft)
  await first.heard('record.retried')
  // in a batch those behind it wait with it
  const done = sent.filter(({ offset }) => (mode === 'record' ? offset !== 2 : offset < 2))
  await acceptedAll(stage, topic, done)
  const stoppedAtMs = Date.now()
  await stopCleanly(first)
  must(Date.now() - stoppedAtMs < 15_000, `${mode}: nobody waits for the next attempt`)
  const [told] = eventsAbout(stage, 'record.released', place)
  must(told !== undefined && told['deliveryCount'] === 1, `${mode}: the release is told: ${JSON.stringify(told)}`)
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 25_000)
  acceptedOnce(stage, topic, sent)
  must(Date.now() - stoppedAtMs < 28_000, `${mode}: it came before the wait was over`)
  must(executionsOf(stage, place).join() === '1.1,2.2', `${mode}: once in each delivery: ${executionsOf(stage, place).join()}`)
  await nothingLeft(stage, topic, 1, group)
  must((await countOf(stage, deadLetterTopic(topic))) === 0, `${mode}: nothing is dead-lettered`)
  await stopCleanly(second)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.released')
  await Promise.all((['record', 'batch'] as const).map((mode) => play(stage, mode)))
})
