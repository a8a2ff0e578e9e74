// A record that succeeds at the last attempt that it has is handled: no dead letter, the position passes it, its neighbours ran once, for per-record and batch classes.
import { deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import type { Fault } from '../src/fault.js'
import { expectPassed } from '../src/expect-passed.js'
import { counted, type Mode, quick, standardAttempts } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const failures: readonly Fault[] = ['error', 'error', 'error', 'error', 'fine']

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode, 2), stage.name(mode)]
  const sent = await stage.feed().numbered(topic, 20, 2)
  const worker = stage.worker({
    group,
    topics: [topic],
    mode,
    route: { retry: quick },
    handler: { faults: { '1/4': failures } },
    tellsAll: true,
  })
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0 && found.outOfOrder.length === 0, `each ended once, in order: ${JSON.stringify(found)}`)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  const begun = stage.entries().filter(({ what, topic: name }) => what === 'begin' && name === topic)
  const runs = begun.filter(({ partition, offset }) => partition === 1 && offset === 4).map(({ attempt }) => attempt)
  must(runs.join() === counted(standardAttempts), `it ran five times: ${runs.join()}`)
  must(begun.length === sent.length + standardAttempts - 1, `its neighbours ran once: ${begun.length}`)
  must(worker.events('record.retried').length === standardAttempts - 1, 'four attempts failed')
  must((await readDeadLetters(stage, deadLetterTopic(topic))).length === 0, 'nothing is dead-lettered')
  await expectPassed(stage, topic, [10, 10], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
