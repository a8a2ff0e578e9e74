// Without dead letters and with whenExhausted: 'stop' a record that fails at every attempt ends its worker with exit code 3: it is not settled, and another worker gets it.
import { eventsAbout, executionsOf } from '../src/share/executions.js'
import { quickRetries } from '../src/share/poison.js'
import { acceptedAll, nothingLeft, placeOf, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_RECOVERY_STOPPED', 'record.retried', 'record.exhausted', 'record.released', 'group.failed')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 6, 1)
  const place = { topic, partition: 0, offset: 3 }
  const draft = {
    topics: [topic],
    settings: { lockDuration: '60s' },
    route: { ...quickRetries('record', 3), deadLetter: false, whenExhausted: 'stop' },
    rules: [{ as: 'throw', offsets: [3], deliveryCounts: [1] } as const],
    tellsAll: true,
  }
  const first = shareWorker(stage, draft)
  await until('it ends by itself', () => !first.running)
  must((await first.exit) === 3, `the exit code says that something failed: ${await first.exit}`)
  const [line] = first.events('SAMSA_RECOVERY_STOPPED')
  must(line?.msg.includes(placeOf(place)) === true && line.msg.includes('whenExhausted'), `it says where and why: ${JSON.stringify(line)}`)
  const [exhausted, ...more] = eventsAbout(stage, 'record.exhausted', place)
  must(more.length === 0 && exhausted?.['becomes'] === 'stop' && exhausted['attempt'] === 3, `it is told: ${JSON.stringify(exhausted)}`)
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 30_000)
  await nothingLeft(stage, topic, 1)
  must(executionsOf(stage, place).join() === '1.1,1.2,1.3,2.2', `another worker ran it: ${executionsOf(stage, place).join()}`)
  await stopCleanly(second)
})
