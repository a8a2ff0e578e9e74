// limit: 60s
// Without dead letters a worker with a share group stops while a record waits for its next attempt in its last delivery: nobody would run it after this worker, so it runs at once, is handled, and the stop is an ordinary one, also with whenExhausted: 'stop'.
import { executionsOf } from '../src/share/executions.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, whenExhausted: 'reject' | 'stop'): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${whenExhausted}`), stage.name(`group-${whenExhausted}`)]
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 5, 1)
  const place = { topic, partition: 0, offset: 2 }
  const worker = shareWorker(stage, {
    topics: [topic],
    group,
    settings: { lockDuration: '60s' },
    route: { retry: { attempts: 8, backoff: { kind: 'fixed', delay: '29s' } }, deadLetter: false, whenExhausted },
    rules: [
      { as: 'release', offsets: [2], deliveryCounts: [1, 2, 3, 4] },
      { as: 'throw', offsets: [2], attempts: [5, 6] },
    ],
    tellsAll: true,
  })
  await worker.heard('record.retried')
  await stopCleanly(worker)
  await acceptedAll(stage, topic, sent)
  const ran = executionsOf(stage, place).join()
  must(ran === '1.1,2.2,3.3,4.4,5.5,5.6,5.7', `it runs again at once, as often as it takes: ${ran}`)
  must(worker.events('record.exhausted').length === 0, 'it is not exhausted')
  await nothingLeft(stage, topic, 1, group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.released')
  await Promise.all([play(stage, 'reject'), play(stage, 'stop')])
})
