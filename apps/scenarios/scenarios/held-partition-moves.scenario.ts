// A partition that is held for a person can be given up: its new owner runs the record again with its own attempts, and goes on behind it where that succeeds.
import { expectPassed } from '../src/expect-passed.js'
import { type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode, 2), stage.name(mode)]
  const sent = await stage.feed().numbered(topic, 20, 2)
  const draft = { group, topics: [topic], mode, route: { retry: { ...quick, attempts: 2 }, deadLetter: false, whenExhausted: 'hold' } }
  const first = stage.worker({ ...draft, handler: { faults: { '0/3': ['error'], '1/3': ['error'] } } })
  await first.heard('record.exhausted', 2)
  const second = stage.worker(draft)
  await second.heard('partition.assigned')
  must((await first.stop()) === 0, 'the first stops cleanly')
  const found = await stage.handledAll(topic, sent)
  must((await second.stop()) === 0, 'the second stops cleanly')
  must(found.repeated.length === 0 && found.outOfOrder.length === 0, 'each ended once, in order')
  const runs = stage.entries().filter(({ what, topic: name, offset }) => what === 'begin' && name === topic && offset === 3)
  for (const worker of [first, second])
    for (const partition of [0, 1]) {
      const attempts = runs.filter((run) => run.worker === worker.name && run.partition === partition).map(({ attempt }) => attempt)
      must(attempts.join() === (worker === first ? '1,2' : '1'), `${worker.name} ran ${partition}/3 as ${attempts.join()}`)
    }
  must(second.events('record.exhausted').length === 0, 'the second had nothing to hold')
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.exhausted')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
