// A rule that says stop ends a share group's worker with exit code 3: the record is not settled, the line names it and its rule, and another worker gets it.
import { countOf, deadLetterTopic } from '../src/dead-letters.js'
import { executionsOf } from '../src/share/executions.js'
import { acceptedAll, nothingLeft, placeOf, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_RECOVERY_STOPPED', 'record.released', 'group.failed')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 6, 1)
  const place = { topic, partition: 0, offset: 3 }
  const draft = {
    topics: [topic],
    settings: { lockDuration: '60s' },
    route: { retry: { on: [{ error: 'TypeError', action: 'stop' }] } },
    rules: [{ as: 'throw', error: 'type', offsets: [3], deliveryCounts: [1] } as const],
    tellsAll: true,
  }
  const first = shareWorker(stage, draft)
  await until('it ends by itself', () => !first.running)
  must((await first.exit) === 3, `the exit code says that something failed: ${await first.exit}`)
  const [line] = first.events('SAMSA_RECOVERY_STOPPED')
  must(line?.msg.includes(placeOf(place)) === true && /rule/.test(line.msg), `it says where and why: ${JSON.stringify(line)}`)
  must(first.events('record.exhausted').length === 0, 'no attempt was the last')
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 30_000)
  await nothingLeft(stage, topic, 1)
  must(executionsOf(stage, place).join() === '1.1,2.2', `another worker ran it: ${executionsOf(stage, place).join()}`)
  must((await countOf(stage, deadLetterTopic(topic))) === 0, 'nothing is dead-lettered')
  await stopCleanly(second)
})
