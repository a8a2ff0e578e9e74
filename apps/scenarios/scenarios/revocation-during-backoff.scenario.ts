// limit: 30s
// A partition that is given up while its record waits for the next attempt goes to another member, which counts the attempts from 1 and dead-letters it, once, for per-record and batch classes; the wait does not hold up the handover.
import { deadLetterTopic, deadLettersOf, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { counted, type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

const attempts = 3

async function play(stage: Stage, protocol: 'consumer' | 'classic', mode: Mode): Promise<void> {
  const label = `${protocol}-${mode}`
  const [topic, group] = [await stage.topic(label, 2), stage.name(label)]
  const sent = await stage.feed().numbered(topic, 20, 2)
  const kafka = protocol === 'classic' ? { 'session.timeout.ms': 6_000 } : {}
  const draft = {
    group,
    topics: [topic],
    mode,
    kafka,
    options: { protocol, drain: '1h' },
    handler: { faults: { '0/3': ['error'], '1/3': ['error'] } },
  } as const
  const first = stage.worker({ ...draft, route: { retry: { attempts, backoff: { kind: 'fixed', delay: '1h', jitter: false } } } })
  await first.heard('record.retried', 2)
  const second = stage.worker({ ...draft, route: { retry: { ...quick, attempts } } })
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  const moved = letters[0]?.partition ?? -1
  must(letters.length === 1 && sourceOf(letters[0]!) === `${moved}/3`, 'one partition moved, its record is a dead letter')
  const runs = (worker: string, partition: number) =>
    stage
      .entries()
      .flatMap((entry) =>
        entry.what === 'begin' && entry.worker === worker && entry.topic === topic && entry.partition === partition && entry.offset === 3
          ? [entry.attempt]
          : [],
      )
  must(runs(first.name, moved).join() === '1', `one run before the handover: ${runs(first.name, moved).join()}`)
  must(runs(second.name, moved).join() === counted(attempts), `counted anew: ${runs(second.name, moved).join()}`)
  must(first.running && first.events('partition.revoked').length > 0, 'the first gave it up and lives')
  must((await first.stop()) === 0, 'the first stops cleanly')
  await until('the second has both', async () => (await deadLettersOf(stage, deadLetterTopic(topic), 2)).length === 2)
  const found = await stage.handledAll(
    topic,
    sent.filter(({ offset }) => offset !== 3),
  )
  must(found.repeated.length === 0, `neighbours ran once: ${found.repeated.join(' ')}`)
  must((await second.stop()) === 0, 'the second stops cleanly')
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  for (const mode of ['record', 'batch'] as const) await Promise.all([play(stage, 'consumer', mode), play(stage, 'classic', mode)])
})
