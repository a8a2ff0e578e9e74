// A rule whose action is stop ends the worker with exit code 3 and one line that names the record and the rule: other work drains, the record is not settled, and a successor gets it again, for per-record and batch classes.
import { deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import type { Mode } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode, 2), stage.name(mode)]
  const sent = await stage.feed().numbered(topic, 20, 2)
  const draft = { group, topics: [topic], mode, route: { retry: { on: [{ error: 'E_LATER', action: 'stop' }] } } }
  const worker = stage.worker({ ...draft, handler: { faults: { '1/5': ['coded'] } } })
  await until('it ends by itself', () => !worker.running)
  must((await worker.exit) === 3, `the exit code is 3: ${await worker.exit}`)
  const told = worker.events('SAMSA_RECOVERY_STOPPED')
  const msg = told[0]?.msg ?? ''
  must(told.length === 1 && msg.includes(`${topic}/1/5`) && msg.includes('rule'), `one line says why: ${worker.tail()}`)
  must(worker.events('record.retried').length === 0 && worker.events('record.exhausted').length === 0, 'it was not run again')
  must((await stage.committed(group)).get(`${topic}/1`) === 5, 'the position stands at it')
  const successor = stage.worker(draft)
  const found = await stage.handledAll(topic, sent)
  must((await successor.stop()) === 0, 'the successor stops cleanly')
  must(found.repeated.length === 0, `what was handled is not repeated: ${found.repeated.join(' ')}`)
  must((await readDeadLetters(stage, deadLetterTopic(topic))).length === 0, 'nothing is dead-lettered')
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('SAMSA_RECOVERY_STOPPED')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
