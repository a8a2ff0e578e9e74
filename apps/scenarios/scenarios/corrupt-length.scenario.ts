// A record with a corrupt length, at which V8 says that it cannot allocate memory, is poison like any other: retried, then dead-lettered, and its worker goes on, for per-record and batch classes.
import { deadLetterTopic } from '../src/dead-letters.js'
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { type Mode, quick, recordWithAll } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const count = 6
const corrupt = 3

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode), stage.name(mode)]
  const records = Array.from({ length: count }, (_, index) => recordWithAll(0, index))
  await stage.feed().send(topic, records)
  const route = { retry: { attempts: 2, ...quick } }
  const handler = { faults: { [`0/${corrupt}`]: ['length', 'length'] } } as const
  const worker = stage.worker({ group, topics: [topic], mode, route, handler, tellsAll: true })
  const letter = letterOf({ group, topic, partition: 0, worker: worker.name, records }, corrupt, {
    attempts: 2,
    cause: 'thrown',
    message: 'Array buffer allocation failed',
    errorClass: 'RangeError',
    errorCode: 'SAMSA_HANDLER_FAILED',
  })
  await expectLetters(stage, deadLetterTopic(topic), [letter])
  const healthy = records.flatMap((_, offset) => (offset === corrupt ? [] : [{ partition: 0, offset }]))
  await stage.handledAll(topic, healthy)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  must(worker.events('SAMSA_RECOVERY_STOPPED').length === 0, 'nothing stopped it')
  await expectPassed(stage, topic, [count], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
