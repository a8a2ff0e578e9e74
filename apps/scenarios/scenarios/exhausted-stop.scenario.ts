// With deadLetter: false and whenExhausted: 'stop' a record that has no attempts left ends the worker with exit code 3; it is not settled, and a successor gets it again, for per-record and batch classes.
import { expectPassed } from '../src/expect-passed.js'
import { type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode, 2), stage.name(mode)]
  const sent = await stage.feed().numbered(topic, 20, 2)
  const draft = { group, topics: [topic], mode, route: { retry: { ...quick, attempts: 2 }, deadLetter: false, whenExhausted: 'stop' } }
  const worker = stage.worker({ ...draft, handler: { faults: { '1/6': ['error'] } } })
  await until('it ends by itself', () => !worker.running)
  must((await worker.exit) === 3, `the exit code is 3: ${await worker.exit}`)
  const told = worker.events('SAMSA_RECOVERY_STOPPED')
  must(told.length === 1 && (told[0]?.msg ?? '').includes(`${topic}/1/6`), `one line says why: ${worker.tail()}`)
  must((told[0]?.msg ?? '').includes('whenExhausted'), `and what decided: ${told[0]?.msg}`)
  const exhausted = worker.events('record.exhausted')
  must(exhausted.length === 1 && exhausted[0]?.['becomes'] === 'stop', `an event says so: ${JSON.stringify(exhausted)}`)
  must((await stage.committed(group)).get(`${topic}/1`) === 6, 'the position stands at it')
  const successor = stage.worker(draft)
  const found = await stage.handledAll(topic, sent)
  must((await successor.stop()) === 0, 'the successor stops cleanly')
  must(found.repeated.length === 0, `what was handled is not repeated: ${found.repeated.join(' ')}`)
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.exhausted', 'SAMSA_RECOVERY_STOPPED')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
