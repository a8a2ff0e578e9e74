// A stop while a record waits for its next attempt ends at once and cleanly: it is not run, not settled and no dead letter; a successor counts its attempts from 1, for per-record and batch classes.
import { deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { counted, type Mode, quick, recordWithAll } from '../src/poison.js'
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const attempts = 3

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode), stage.name(mode)]
  const records = Array.from({ length: 5 }, (_, index) => recordWithAll(0, index))
  await stage.feed().send(topic, records)
  const draft = { group, topics: [topic], mode, handler: { faults: { '0/2': ['error'] } } } as const
  const waiting = { attempts, backoff: { kind: 'fixed', delay: '1h', jitter: false } }
  const first = stage.worker({ ...draft, route: { retry: waiting }, args: ['--drain', '1h'] })
  await first.heard('record.retried')
  must((await first.stop()) === 0, 'it stops cleanly, long before the wait or the drain time is over')
  await expectPassed(stage, topic, [2], group)
  must((await readDeadLetters(stage, deadLetterTopic(topic))).length === 0, 'nothing is dead-lettered')

  const second = stage.worker({ ...draft, route: { retry: { ...quick, attempts } } })
  const source = { group, topic, partition: 0, worker: second.name, records }
  await expectLetters(stage, deadLetterTopic(topic), [letterOf(source, 2, { attempts, cause: 'thrown', message: 'error in run 3' })])
  const healthy = [0, 1, 3, 4].map((offset) => ({ partition: 0, offset }))
  const found = await stage.handledAll(topic, healthy)
  must(found.repeated.length === 0, 'its neighbours ran once')
  must((await second.stop()) === 0, 'the successor stops cleanly')
  const runs = (worker: string) =>
    stage
      .entries()
      .flatMap((entry) =>
        entry.what === 'begin' && entry.worker === worker && entry.topic === topic && entry.offset === 2 ? [entry.attempt] : [],
      )
  must(runs(first.name).join() === '1', `one run in the first: ${runs(first.name).join()}`)
  must(runs(second.name).join() === counted(attempts), `counted anew in the second: ${runs(second.name).join()}`)
  await expectPassed(stage, topic, [5], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
