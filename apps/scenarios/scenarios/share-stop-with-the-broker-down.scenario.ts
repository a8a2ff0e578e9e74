// own-broker
// limit: 60s
// SIGTERM while the broker is down: a worker with a share group ends within its deadline, says what got no answer, and nothing is lost.
import { acceptedAll, endings, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareTroubles } from '../src/share/explain.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect(...shareTroubles, 'SAMSA_COMMIT_FAILED', 'SAMSA_DRAIN_DEADLINE', 'SAMSA_KAFKA')
  const topic = await stage.topic('jobs', 2)
  const sent = await stage.feed().numbered(topic, 1_000, 2)
  // those that could not leave are gone soon
  const sessionTimeout = '6s'
  const worker = shareWorker(stage, { topics: [topic], workMs: 20, settings: { sessionTimeout }, drain: '3s' })
  const idle = shareWorker(stage, { topics: [topic], group: stage.name('idle'), settings: { offsetReset: 'latest' }, drain: '3s' })
  await until('some are handled', () => endings(stage.entries(), 'accept').size > 40)
  await idle.heard('group.joined')
  await stage.broker.kill('SIGKILL')
  await Promise.all([worker.heard('group.troubled'), idle.heard('group.troubled')])
  const [code, idleCode] = await Promise.all([worker.stop(), idle.stop()])
  must(code === 0 || code === 2, `it ends by itself: ${code}`)
  const told = worker.lines.some((line) => ['settlement.unknown', 'settlement.lost', 'SAMSA_COMMIT_FAILED'].includes(line.code ?? ''))
  must(code === 0 || told, `it says why: ${worker.tail()}`)
  must(idleCode === 0 || idleCode === 2, `a worker without work ends, too: ${idleCode}`)
  await stage.broker.restart()
  const second = shareWorker(stage, { topics: [topic], settings: { sessionTimeout } })
  await acceptedAll(stage, topic, sent)
  await nothingLeft(stage, topic, 2)
  await stopCleanly(second)
})
