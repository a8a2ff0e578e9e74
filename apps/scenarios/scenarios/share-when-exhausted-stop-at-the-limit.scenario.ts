// limit: 90s
// With whenExhausted: 'stop' each start of a share group's worker spends a delivery of the record that stops it; at the last one its exit is the same, but the record is told as archived, and no other worker gets it.
import { eventsAbout, executionsOf } from '../src/share/executions.js'
import { quickRetries } from '../src/share/poison.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const limit = 5

await scenario(async (stage) => {
  stage.expect('SAMSA_RECOVERY_STOPPED', 'record.retried', 'record.exhausted', 'record.released', 'group.failed')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 6, 1)
  const place = { topic, partition: 0, offset: 3 }
  const draft = {
    topics: [topic],
    settings: { lockDuration: '60s' },
    route: { ...quickRetries('record', limit), deadLetter: false, whenExhausted: 'stop' },
    rules: [{ as: 'throw', offsets: [3] } as const],
    tellsAll: true,
  }
  for (let delivery = 1; delivery <= limit; delivery++) {
    const worker = shareWorker(stage, draft)
    await until(`it ends by itself in delivery ${delivery}`, () => !worker.running, 30_000)
    must((await worker.exit) === 3, `the exit code says that something failed: ${await worker.exit}`)
    const ends = eventsAbout(stage, 'record.exhausted', place).filter(({ deliveryCount }) => deliveryCount === delivery)
    const wanted = delivery < limit ? 'stop' : 'stop,archived'
    must(ends.map(({ becomes }) => becomes).join() === wanted, `what becomes of it in delivery ${delivery}: ${JSON.stringify(ends)}`)
    const [line] = worker.events('SAMSA_RECOVERY_STOPPED')
    must(line?.msg.includes('does not come again') === (delivery === limit), `it says whether it comes again: ${JSON.stringify(line)}`)
  }
  const last = shareWorker(stage, draft)
  await last.heard('group.joined')
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset !== 3),
  )
  await nothingLeft(stage, topic, 1)
  must(executionsOf(stage, place).at(-1) === '5.5', `nobody ran it again: ${executionsOf(stage, place).join()}`)
  await stopCleanly(last)
})
