// With deadLetter: false and whenExhausted: 'skip' a record that has no attempts left is passed, with an event, and its neighbours are handled, for per-record and batch classes.
import { deadLetterTopic, partitionsOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode, 2), stage.name(mode)]
  const sent = await stage.feed().numbered(topic, 20, 2)
  const route = { retry: { ...quick, attempts: 3 }, deadLetter: false, whenExhausted: 'skip' }
  const worker = stage.worker({ group, topics: [topic], mode, route, handler: { faults: { '0/4': ['error'] } }, tellsAll: true })
  const found = await stage.handledAll(
    topic,
    sent.filter(({ partition, offset }) => partition === 1 || offset !== 4),
  )
  must(found.repeated.length === 0 && found.outOfOrder.length === 0, 'its neighbours are handled once, in order')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  const begun = stage
    .entries()
    .filter(({ what, topic: name, partition, offset }) => what === 'begin' && name === topic && partition === 0 && offset === 4)
  must(begun.length === 3, `it ran three times: ${begun.length}`)
  const [exhausted, ...more] = worker.events('record.exhausted')
  must(
    more.length === 0 && exhausted?.['offset'] === 4 && exhausted['becomes'] === 'skip' && exhausted['attempt'] === 3,
    `an event says what became of it: ${JSON.stringify(exhausted)}`,
  )
  const skipped = worker.events('record.skipped')
  must(skipped.length === 1 && skipped[0]?.['offset'] === 4, `it is skipped: ${JSON.stringify(skipped)}`)
  must((await partitionsOf(stage, deadLetterTopic(topic))) === 0, 'no dead-letter topic was made')
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.exhausted', 'record.skipped')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
