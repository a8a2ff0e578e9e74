// With attempts: 1 a record that fails is dead-lettered after its only run, for per-record and for batch classes; a batch that settled nothing goes there as a whole.
import { deadLetterTopic } from '../src/dead-letters.js'
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { type Mode, recordWithAll } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const count = 6

async function play(stage: Stage, mode: Mode, settlesEach: boolean): Promise<void> {
  const label = `${mode}-${settlesEach}`
  const [topic, group] = [await stage.topic(label), stage.name(label)]
  const records = Array.from({ length: count }, (_, index) => recordWithAll(0, index))
  await stage.feed({ 'linger.ms': 50 }).send(topic, records)
  const batch = mode === 'batch' ? { batch: { maxRecords: count, maxWait: '5s' } } : {}
  const worker = stage.worker({
    group,
    topics: [topic],
    mode,
    route: { retry: { attempts: 1 }, ...batch },
    handler: { faults: { '0/3': ['not-found'] }, settlesEach },
    tellsAll: true,
  })
  // the rest of a batch that throws has had its one run; what it settled before is done
  const dead = mode === 'record' ? [3] : settlesEach ? [3, 4, 5] : [0, 1, 2, 3, 4, 5]
  await expectLetters(
    stage,
    deadLetterTopic(topic),
    dead.map((offset) =>
      letterOf({ group, topic, partition: 0, worker: worker.name, records }, offset, {
        attempts: 1,
        cause: 'thrown',
        message: `not-found in run 1 of ${topic}/0/3`,
        errorClass: 'NotFound',
        errorCode: 'SAMSA_HANDLER_FAILED',
      }),
    ),
  )
  const healthy = [0, 1, 2, 3, 4, 5].filter((offset) => !dead.includes(offset))
  await stage.handledAll(
    topic,
    healthy.map((offset) => ({ partition: 0, offset })),
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  must(worker.events('record.retried').length === 0, 'nothing runs again')
  for (let offset = 0; offset < count; offset++) {
    const runs = stage.entries().filter((entry) => entry.what === 'begin' && entry.topic === topic && entry.offset === offset).length
    must(runs <= 1, `offset ${offset} runs once at most: ${runs}`)
  }
  await expectPassed(stage, topic, [count], group)
}

await scenario(async (stage) => {
  stage.expect('record.dead-lettered')
  await Promise.all([play(stage, 'record', true), play(stage, 'batch', true), play(stage, 'batch', false)])
})
