// limit: 60s
// A worker that is killed between the write of a dead letter and its settlement makes a second one with the same id, one that is killed just before the write makes none; nothing is lost, the rest is handled.
import { deadLetterTopic, deadLettersOf, headersNamed, idOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import type { HookPlays } from '../src/hook-plays.js'
import { type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

interface Death {
  readonly label: string
  readonly mode?: Mode
  readonly env?: Readonly<Record<string, string>>
  readonly hooks?: HookPlays
  /** Dead letters of the first worker. */
  readonly written: number
}

async function play(stage: Stage, { label, mode = 'record', env = {}, hooks = {}, written }: Death): Promise<void> {
  const [topic, group] = [await stage.topic(label), stage.name(label)]
  const sent = await stage.feed().numbered(topic, 10, 1)
  const draft = {
    group,
    topics: [topic],
    mode,
    options: { protocol: 'classic' },
    kafka: { 'session.timeout.ms': 6_000 },
    route: { retry: { ...quick, attempts: 2 } },
    handler: { faults: { '0/4': ['error'] as const } },
    tellsAll: true,
  }
  const first = stage.worker({ ...draft, hooks, env })
  await until('it is dead', () => !first.running)
  must((await readDeadLetters(stage, deadLetterTopic(topic))).length === written, `${written} dead letters of the first worker`)
  must(((await stage.committed(group)).get(`${topic}/0`) ?? 0) <= 4, 'nothing of the record is settled')
  const second = stage.worker(draft)
  const healthy = sent.filter(({ offset }) => offset !== 4)
  await stage.handledAll(topic, healthy)
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), written + 1)
  must((await second.stop()) === 0, 'the second stops cleanly')
  must(letters.length === written + 1, `one more of the second: ${letters.length}`)
  must(
    new Set(letters.map(idOf)).size === 1 && letters.every((letter) => sourceOf(letter) === '0/4'),
    `one id: ${letters.map(idOf).join(' ')}`,
  )
  const workers = letters.map((letter) => headersNamed(letter, 'samsa.dlq.worker').join())
  must(workers.join() === [...(written > 0 ? [first.name] : []), second.name].join(), `by each worker: ${workers.join()}`)
  await expectPassed(stage, topic, [10], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all([
    play(stage, { label: 'after', env: { DIE_AT: 'record.dead-lettered' }, written: 1 }),
    play(stage, { label: 'after-batch', mode: 'batch', env: { DIE_AT: 'record.dead-lettered' }, written: 1 }),
    play(stage, { label: 'before', hooks: { headers: 'kills' }, written: 0 }),
  ])
})
