// Out of memory, as the system says it (ENOMEM), ends the worker with exit code 3 and one line, for per-record and batch classes: nothing of that record is settled, no dead letter, and a successor gets it again.
import { deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import type { Mode } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode, 2), stage.name(mode)]
  const sent = await stage.feed().numbered(topic, 20, 2)
  const draft = { group, topics: [topic], mode }
  const worker = stage.worker({ ...draft, handler: { faults: { '0/4': ['memory'] } }, args: ['--drain', '5s'] })
  await until('it ends by itself', () => !worker.running)
  must((await worker.exit) === 3, `the exit code is 3: ${await worker.exit}`)
  const told = worker.events('SAMSA_RECOVERY_STOPPED')
  must(told.length === 1 && told[0]?.level === 'error', `one line says why: ${worker.tail()}`)
  const msg = told[0]?.msg ?? ''
  must(msg.includes(`${topic}/0/4`) && /memory|allocation/.test(msg), `which record, and what happened: ${msg}`)
  must(worker.events('record.retried').length === 0, 'it is not run again')
  must((await readDeadLetters(stage, deadLetterTopic(topic))).length === 0, 'it is no dead letter')
  const committed = (await stage.committed(group)).get(`${topic}/0`)
  must(committed === 4, `the position stands at it: ${committed}`)
  const successor = stage.worker(draft)
  const found = await stage.handledAll(topic, sent)
  must((await successor.stop()) === 0, 'the successor stops cleanly')
  must(found.repeated.length === 0, `what was handled is not repeated: ${found.repeated.join(' ')}`)
  const again = stage
    .entries()
    .filter(({ what, topic: name, partition, offset }) => what === 'end' && name === topic && partition === 0 && offset === 4)
  must(again.length === 1 && again[0]?.worker === successor.name && again[0].attempt === 1, 'the successor got it as new')
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('SAMSA_RECOVERY_STOPPED')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
