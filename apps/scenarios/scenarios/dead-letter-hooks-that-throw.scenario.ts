// limit: 60s
// A hook of the dead-letter policy that throws, or answers a promise or nonsense, loses nothing: the failed write is told, its partition waits and others go on, nothing is settled, a stop is clean, and a worker with a good hook writes the letter.
import { countOf, deadLettersOf, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import type { HookPlay } from '../src/hook-plays.js'
import { type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const hookNames = ['topic', 'transform', 'headers'] as const

async function play(stage: Stage, hook: (typeof hookNames)[number], how: HookPlay, mode: Mode = 'record'): Promise<void> {
  const label = `${hook}-${how}-${mode}`
  const [topic, group, target] = [await stage.topic(label, 2), stage.name(label), await stage.topic(`${label}-letters`, 2)]
  const sent = await stage.feed().numbered(topic, 12, 2)
  const draft = {
    group,
    topics: [topic],
    mode,
    route: { retry: { ...quick, attempts: 2 } },
    handler: { faults: { '0/2': ['error'] } },
  } as const
  const good = { topic: 'works', topicName: target } as const
  const first = stage.worker({ ...draft, hooks: { ...good, [hook]: how }, tellsAll: true })
  const [failed, again] = await first.heard('dead-letter.failed', 2)
  must(failed?.['offset'] === 2 && failed['attempt'] === 1 && failed['willRetry'] === true, `the event: ${JSON.stringify(failed)}`)
  must(again?.['attempt'] === 2, `its writes are counted: ${JSON.stringify(again)}`)
  must(failed['target'] === (hook === 'topic' ? null : target), `its target: ${JSON.stringify(failed)}`)
  must(failed['errorCode'] === 'SAMSA_DEAD_LETTER_FAILED', `its error: ${JSON.stringify(failed)}`)
  await stage.handledAll(
    topic,
    sent.filter(({ partition }) => partition === 1),
  )
  must((await first.stop()) === 0, 'a stop is clean')
  must(!stage.entries().some((entry) => entry.topic === topic && entry.partition === 0 && entry.offset > 2), 'its partition waits')
  must((await countOf(stage, target)) === 0, 'nothing is written')
  await expectPassed(stage, topic, [2, 6], group)

  const second = stage.worker({ ...draft, hooks: good })
  const letters = await deadLettersOf(stage, target, 1)
  must(letters.length === 1 && sourceOf(letters[0]!) === '0/2', 'it is written once')
  const found = await stage.handledAll(
    topic,
    sent.filter(({ partition, offset }) => partition === 1 || offset !== 2),
  )
  must(found.repeated.length === 0, 'neighbours ran once')
  must((await second.stop()) === 0, 'the second stops cleanly')
  await expectPassed(stage, topic, [6, 6], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered', 'dead-letter.failed')
  await Promise.all(hookNames.map((hook) => play(stage, hook, 'throws')))
  await Promise.all(hookNames.map((hook) => play(stage, hook, 'promises')))
  await Promise.all([play(stage, 'topic', 'nonsense'), play(stage, 'transform', 'nonsense'), play(stage, 'headers', 'throws', 'batch')])
})
