// A second SIGTERM ends a worker with a share group at once, whatever its handlers do; their records go to another member.
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_DRAIN_DEADLINE', 'record.released', 'handler.late')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 20, 1)
  const settings = { lockDuration: '60s' }
  const rules = [{ as: 'never', deliveryCounts: [1], heedsSignal: false } as const]
  const first = shareWorker(stage, { topics: [topic], rules, settings, drain: '600s' })
  await until('handlers are stuck', () => stage.entries().length >= 10)
  first.signal('SIGTERM')
  await until('it drains', () => first.lines.some(({ msg }) => msg.includes('stopping')))
  first.signal('SIGTERM')
  must((await first.exit) === 2, `the exit code is 2: ${await first.exit}`)
  const second = shareWorker(stage, { topics: [topic], settings })
  await acceptedAll(stage, topic, sent)
  await nothingLeft(stage, topic, 1)
  await stopCleanly(second)
})
