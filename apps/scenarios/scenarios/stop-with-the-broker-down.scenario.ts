// own-broker
// limit: 60s
// SIGTERM while the broker is down: the worker ends within its deadline, and its exit code says whether handled records are without an answer; they come again, nothing is lost.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect(
    'group.troubled',
    'SAMSA_NO_BROKER',
    'commit.failed',
    'settlement.unknown',
    'settlement.lost',
    'partition.lost',
    'SAMSA_COMMIT_FAILED',
  )
  const topic = await stage.topic('load', 2)
  const sent = await stage.feed().numbered(topic, 2_000, 2)
  // nothing is committed before the stop, so that something is without an answer for sure
  const classic = { topics: [topic], kafka: { 'session.timeout.ms': 6_000 }, options: { protocol: 'classic' } }
  const draft = { ...classic, options: { ...classic.options, commitInterval: '1h' }, handler: { workMs: 2 } }
  const worker = stage.worker({ ...draft, args: ['--drain', '3s'] })
  await until('some are handled', () => stage.ended() > 40)
  const idle = stage.worker({ group: stage.name('idle'), topics: [topic], options: { initialOffset: 'latest' }, args: ['--drain', '3s'] })
  await idle.heard('partition.assigned', 2)
  await stage.broker.kill('SIGKILL')
  await Promise.all([worker.heard('group.troubled'), idle.heard('group.troubled')])
  const [code, idleCode] = await Promise.all([worker.stop(), idle.stop()])
  must(code === 2, `records without an answer make it 2: ${code}`)
  must(
    worker.lines.some(({ level, msg }) => level === 'warn' && msg.includes('no answer to')),
    `it says why: ${worker.tail()}`,
  )
  must(idleCode === 0 || idleCode === 2, `a worker without work ends, too: ${idleCode}`)
  await stage.broker.restart()
  const second = stage.worker(classic)
  await stage.handledAll(topic, sent)
  must((await second.stop()) === 0, 'the successor stops cleanly')
})
