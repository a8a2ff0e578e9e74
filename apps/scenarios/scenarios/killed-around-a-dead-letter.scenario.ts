// limit: 60s
// A worker that is killed between the write of a dead letter and its settlement makes a second one with the same id, one that is killed just before the write makes none; of two that a batch class gives up at once each is there twice, or once; nothing is lost, the rest is handled.
import { deadLetterTopic, headersNamed, idOf, readDeadLetters, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { always, type Fault } from '../src/fault.js'
import type { HookPlays } from '../src/hook-plays.js'
import { type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

interface Death {
  readonly label: string
  readonly mode?: Mode
  readonly env?: Readonly<Record<string, string>>
  readonly hooks?: HookPlays
  /** Offsets that become dead letters, and how. */
  readonly lost?: readonly number[]
  readonly fault?: Fault
  /** Dead letters of the first worker. */
  readonly written: number
}

async function play(
  stage: Stage,
  { label, mode = 'record', env = {}, hooks = {}, lost = [4], fault = 'error', written }: Death,
): Promise<void> {
  const [topic, group] = [await stage.topic(label), stage.name(label)]
  const sent = await stage.feed().numbered(topic, 10, 1)
  const places = lost.map((offset) => ({ partition: 0, offset }))
  const draft = {
    group,
    topics: [topic],
    mode,
    options: { protocol: 'classic' },
    kafka: { 'session.timeout.ms': 6_000 },
    route: { retry: { ...quick, attempts: 2 }, ...(mode === 'batch' ? { batch: { maxRecords: 10, maxWait: '20s' } } : {}) },
    handler: { faults: always(fault, places) },
    tellsAll: true,
  }
  const first = stage.worker({ ...draft, hooks, env })
  await until('it is dead', () => !first.running)
  must((await readDeadLetters(stage, deadLetterTopic(topic))).length === written, `${written} dead letters of the first worker`)
  must(((await stage.committed(group)).get(`${topic}/0`) ?? 0) <= lost[0]!, 'nothing of the records is settled')
  const second = stage.worker(draft)
  await second.heard('record.dead-lettered', lost.length)
  await stage.handledAll(
    topic,
    sent.filter(({ offset }) => !lost.includes(offset)),
  )
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  must((await second.stop()) === 0, 'the second stops cleanly')
  must(letters.length === written + lost.length, `${lost.length} more of the second: ${letters.length}`)
  for (const place of lost) {
    const own = letters.filter((letter) => sourceOf(letter) === `0/${place}`)
    must(new Set(own.map(idOf)).size === 1, `one id: ${own.map(idOf).join(' ')}`)
    const workers = own.map((letter) => headersNamed(letter, 'samsa.dlq.worker').join())
    must(workers.join() === [...(written > 0 ? [first.name] : []), second.name].join(), `by each worker: ${workers.join()}`)
  }
  await expectPassed(stage, topic, [10], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  const told = { env: { DIE_AT: 'record.dead-lettered' } }
  const two = { mode: 'batch', lost: [4, 6], fault: 'dead-letter' } as const
  await Promise.all([
    play(stage, { label: 'after', ...told, written: 1 }),
    play(stage, { label: 'after-batch', mode: 'batch', ...told, written: 1 }),
    play(stage, { label: 'after-two', ...two, ...told, written: 2 }),
    play(stage, { label: 'before', hooks: { headers: 'kills' }, written: 0 }),
    play(stage, { label: 'before-two', ...two, hooks: { headers: 'kills' }, written: 0 }),
  ])
})
