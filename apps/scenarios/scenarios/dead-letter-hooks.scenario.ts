// Hooks of the dead-letter policy: topic names where a record goes, which is created with the source's partitions, transform gives it another value, headers adds some; one that throws only once costs a second write.
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { partitionsOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import type { HookPlays } from '../src/hook-plays.js'
import { recordWithAll } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, label: string, hooks: HookPlays, failures: number): Promise<void> {
  const [topic, group, topicName] = [await stage.topic(label, 3), stage.name(label), stage.name(`${label}-letters`)]
  const records = Array.from({ length: 4 }, (_, index) => recordWithAll(2, index))
  await stage.feed().send(topic, records)
  const draft = { group, topics: [topic], hooks: { ...hooks, topicName }, route: { retry: { attempts: 1 } } }
  const worker = stage.worker({ ...draft, handler: { faults: { '2/1': ['error'] } }, tellsAll: true })
  const source = { group, topic, partition: 2, worker: worker.name, records }
  const message = `error in run 1 of ${topic}/2/1`
  const added = [
    ['team', 'billing'],
    ['seen', message],
  ] as const
  const [letter] = await expectLetters(stage, topicName, [
    letterOf(source, 1, { attempts: 1, cause: 'thrown', message, transformed: `transformed ${topic}/2/1`, added }),
  ])
  must(letter?.partition === 2 && (await partitionsOf(stage, topicName)) === 3, 'in the same partition of as many')
  await stage.handledAll(
    topic,
    [0, 2, 3].map((offset) => ({ partition: 2, offset })),
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  must(worker.events('dead-letter.failed').length === failures, `writes that failed: ${worker.events('dead-letter.failed').length}`)
  await expectPassed(stage, topic, [0, 0, 4], group)
}

await scenario(async (stage) => {
  stage.expect('record.dead-lettered', 'dead-letter.failed')
  const works = { topic: 'works', transform: 'works', headers: 'works' } as const
  await Promise.all([play(stage, 'works', works, 0), play(stage, 'once', { ...works, transform: 'throws-at-first' }, 1)])
})
