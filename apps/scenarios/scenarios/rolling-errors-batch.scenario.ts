// A batch whose attempts fail each at another record, which then succeeds: whoever settled is not repeated, nobody runs more than five times, and only what fails at its last attempt is dead-lettered.
import { deadLetterTopic } from '../src/dead-letters.js'
import type { Fault } from '../src/fault.js'
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { quick, recordWithAll, standardAttempts } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const count = 8
const all = Array.from({ length: count }, (_, offset) => ({ partition: 0, offset }))
// a class that settles nothing begins at the first record again: each attempt gets one record further
const once: readonly Fault[] = ['error', 'fine']
const rolling = { '0/1': once, '0/3': once, '0/4': once, '0/6': once }

async function play(stage: Stage, settlesEach: boolean): Promise<void> {
  const label = settlesEach ? 'each' : 'whole'
  const [topic, group] = [await stage.topic(label), stage.name(label)]
  await stage.feed({ 'linger.ms': 50 }).send(
    topic,
    all.map(({ offset }) => recordWithAll(0, offset)),
  )
  const worker = stage.worker({
    group,
    topics: [topic],
    mode: 'batch',
    route: { retry: quick, batch: { maxRecords: count, maxWait: '5s' } },
    handler: { faults: rolling, settlesEach },
    tellsAll: true,
  })
  await stage.handledAll(topic, all)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  const retried = worker.events('record.retried')
  must(retried.length === standardAttempts - 1, `four attempts failed: ${retried.length}`)
  must(worker.events('record.dead-lettered').length === 0, 'nothing is dead-lettered')
  for (const { offset } of all) {
    const runs = stage.entries().filter((entry) => entry.what === 'begin' && entry.topic === topic && entry.offset === offset).length
    must(runs <= standardAttempts, `offset ${offset} runs five times at most: ${runs}`)
    const failed = `0/${offset}` in rolling ? 1 : 0
    must(!settlesEach || runs === 1 + failed, `offset ${offset} is not repeated for its neighbours: ${runs}`)
  }
  await expectPassed(stage, topic, [count], group)
}

/** At the fifth attempt another record fails: it is the only one that goes. */
async function lastStraw(stage: Stage): Promise<void> {
  const [topic, group] = [await stage.topic('straw'), stage.name('straw')]
  const records = all.map(({ offset }) => recordWithAll(0, offset))
  await stage.feed({ 'linger.ms': 50 }).send(topic, records)
  const late: readonly Fault[] = ['fine', 'error']
  const worker = stage.worker({
    group,
    topics: [topic],
    mode: 'batch',
    route: { retry: { ...quick, attempts: 2 }, batch: { maxRecords: count, maxWait: '5s' } },
    handler: { faults: { '0/5': ['error', 'fine'], '0/2': late }, settlesEach: false },
    tellsAll: true,
  })
  await expectLetters(stage, deadLetterTopic(topic), [
    letterOf({ group, topic, partition: 0, worker: worker.name, records }, 2, {
      attempts: 2,
      cause: 'thrown',
      message: `error in run 2 of ${topic}/0/2`,
      errorClass: 'Error',
    }),
  ])
  await stage.handledAll(
    topic,
    all.filter(({ offset }) => offset !== 2),
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  await expectPassed(stage, topic, [count], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all([play(stage, true), play(stage, false), lastStraw(stage)])
})
