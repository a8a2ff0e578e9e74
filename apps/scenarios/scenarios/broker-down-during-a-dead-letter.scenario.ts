// own-broker
// limit: 150s
// The broker is down when a dead letter is written: nothing is settled, the partition waits, and when the broker is back the letter is there, under one id, and the rest is handled.
import { deadLetterTopic, deadLettersOf, idOf, sourceOf } from '../src/dead-letters.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered', 'dead-letter.failed', 'group.troubled', 'SAMSA_NO_BROKER', 'commit.failed')
  stage.expect('partition.lost', 'settlement.lost', 'settlement.unknown', 'settlement.dropped', 'handler.late')
  const topic = await stage.topic('source', 2)
  const sent = await stage.feed().numbered(topic, 20, 2)
  const worker = stage.worker({
    topics: [topic],
    route: { retry: { attempts: 2, backoff: { kind: 'fixed', delay: '4s', jitter: false } } },
    hooks: { headers: 'works' },
    handler: { faults: { '0/5': ['error'] } },
    tellsAll: true,
  })
  await worker.heard('record.retried')
  await stage.broker.kill('SIGKILL')
  // the last hook is asked just before the letter is sent
  await until('the write has begun', () => worker.prints.some((line) => line.includes(`asked for the headers of ${topic}/0/5`)))
  await worker.heard('group.troubled')
  await stage.broker.restart()
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1, 150_000)
  await stage.handledAll(
    topic,
    sent.filter(({ partition, offset }) => partition === 1 || offset !== 5),
    150_000,
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  // a broker that dies after it wrote and before it answered makes a second one, with the same id
  must(new Set(letters.map(idOf)).size === 1 && letters.every((letter) => sourceOf(letter) === '0/5'), 'one id')
  await until('all is passed', async () => (await stage.committed(stage.name('group'))).get(`${topic}/0`) === 10)
})
