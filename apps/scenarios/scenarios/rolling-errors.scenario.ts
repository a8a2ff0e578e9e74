// A record whose attempts fail each for another reason (thrown, with a code, undefined, no outcome, timeout) has five in all; its dead letter tells of the last, its events of each.
import { deadLetterTopic } from '../src/dead-letters.js'
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { counted, quick, recordWithAll, runsOf, standardAttempts } from '../src/poison.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  const topic = await stage.topic('rolling')
  const records = Array.from({ length: 5 }, (_, index) => recordWithAll(0, index))
  await stage.feed().send(topic, records)
  const worker = stage.worker({
    topics: [topic],
    route: { retry: quick, timeout: '700ms' },
    handler: {
      faults: { '0/1': ['coded', 'undefined', 'nonsense', 'error', 'late'], '0/3': ['late', 'error', 'coded', 'nonsense', 'undefined'] },
    },
    tellsAll: true,
  })
  const source = { group: stage.name('group'), topic, partition: 0, worker: worker.name, records }
  await expectLetters(stage, deadLetterTopic(topic), [
    letterOf(source, 1, { attempts: 5, cause: 'timeout', message: 'timeout', errorCode: 'SAMSA_HANDLER_TIMEOUT' }),
    letterOf(source, 3, { attempts: 5, cause: 'thrown', message: 'undefined', errorCode: 'SAMSA_HANDLER_FAILED' }),
  ])
  const healthy = [0, 2, 4].map((offset) => ({ partition: 0, offset }))
  const found = await stage.handledAll(topic, healthy)
  must(found.repeated.length === 0 && found.outOfOrder.length === 0, 'neighbours ran once, in order')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  for (const offset of [1, 3])
    must(runsOf(stage, { partition: 0, offset }).join() === counted(standardAttempts), `${offset} ran five times`)
  const causes = (offset: number) =>
    worker
      .events('record.retried')
      .filter((line) => line['offset'] === offset)
      .map(({ cause }) => cause)
  must(causes(1).join() === 'thrown,thrown,invalid-outcome,thrown', `each attempt tells its own cause: ${causes(1).join()}`)
  must(causes(3).join() === 'timeout,thrown,thrown,invalid-outcome', `each attempt tells its own cause: ${causes(3).join()}`)
  await expectPassed(stage, topic, [5])
})
