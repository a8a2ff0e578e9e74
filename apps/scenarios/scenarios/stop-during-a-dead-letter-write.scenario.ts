// own-broker
// limit: 90s
// A stop while the broker answers nothing to a dead letter ends at the drain deadline: the record is not settled, the exit code says that something is without an answer, and a successor writes the letter with the same id.
import { deadLetterTopic, deadLettersOf, idOf, sourceOf } from '../src/dead-letters.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect(
    'record.retried',
    'record.dead-lettered',
    'dead-letter.failed',
    'group.troubled',
    'SAMSA_NO_BROKER',
    'commit.failed',
    'partition.lost',
  )
  stage.expect(
    'settlement.lost',
    'settlement.unknown',
    'settlement.dropped',
    'send.unanswered',
    'SAMSA_COMMIT_FAILED',
    'SAMSA_KAFKA',
    'SAMSA_DRAIN_DEADLINE',
  )
  const topic = await stage.topic('source')
  const sent = await stage.feed().numbered(topic, 8, 1)
  const draft = { topics: [topic], options: { protocol: 'classic' }, kafka: { 'session.timeout.ms': 6_000 } } as const
  const worker = stage.worker({
    ...draft,
    route: { retry: { attempts: 2, backoff: { kind: 'fixed', delay: '3s', jitter: false } } },
    hooks: { headers: 'works' },
    handler: { faults: { '0/5': ['error'] } },
    args: ['--drain', '3s'],
  })
  await worker.heard('record.retried')
  await until('what was handled is committed', async () => (await stage.committed(stage.name('group'))).get(`${topic}/0`) === 5)
  await stage.broker.kill('SIGSTOP')
  await until('the write has begun', () => worker.prints.some((line) => line.includes('asked for the headers of')))
  const code = await worker.stop()
  await stage.broker.kill('SIGCONT')
  must(code === 2, `something was without an answer: ${code}`)
  must(worker.events('record.dead-lettered').length === 0, 'nothing is told as written')
  must((await stage.committed(stage.name('group'))).get(`${topic}/0`) === 5, 'nothing of it is settled')

  const successor = stage.worker({ ...draft, route: { retry: { attempts: 1 } }, handler: { faults: { '0/5': ['error'] } } })
  await successor.heard('record.dead-lettered')
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  must(
    new Set(letters.map(idOf)).size === 1 && letters.every((letter) => sourceOf(letter) === '0/5'),
    `one id: ${letters.map(idOf).join(' ')}`,
  )
  await stage.handledAll(
    topic,
    sent.filter(({ offset }) => offset !== 5),
  )
  must((await successor.stop()) === 0, 'the successor stops cleanly')
})
