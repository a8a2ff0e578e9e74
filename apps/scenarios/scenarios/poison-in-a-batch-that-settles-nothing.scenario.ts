// Poison in batches of a class that settles nothing is found by running the records of the last attempt one by one: it alone is dead-lettered, and no neighbour runs more often than the policy says.
import { deadLetterTopic } from '../src/dead-letters.js'
import { expectLetters, letterOf } from '../src/expect-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { always } from '../src/fault.js'
import { quick, recordWithAll } from '../src/poison.js'
import { must, scenario } from '../src/scenario.js'

const [count, attempts] = [12, 3]

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  const topic = await stage.topic('whole')
  const records = Array.from({ length: count }, (_, index) => recordWithAll(0, index))
  await stage.feed({ 'linger.ms': 50 }).send(topic, records)
  const poisoned = [0, 5, 6, 11]
  const worker = stage.worker({
    topics: [topic],
    mode: 'batch',
    route: { retry: { ...quick, attempts }, batch: { maxRecords: 6, maxWait: '5s' } },
    handler: {
      faults: always(
        'error',
        poisoned.map((offset) => ({ partition: 0, offset })),
      ),
      settlesEach: false,
    },
    tellsAll: true,
  })
  const letters = await expectLetters(
    stage,
    deadLetterTopic(topic),
    poisoned.map((offset) =>
      letterOf({ group: stage.name('group'), topic, partition: 0, worker: worker.name, records }, offset, {
        attempts,
        cause: 'thrown',
        message: new RegExp(`error in run \\d of ${topic}/0/${offset}$`),
        errorClass: 'Error',
      }),
    ),
  )
  must(letters.length === poisoned.length, 'nothing else is dead-lettered')
  const healthy = records.flatMap((_, offset) => (poisoned.includes(offset) ? [] : [{ partition: 0, offset }]))
  await stage.handledAll(topic, healthy)
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  for (const offset of records.keys()) {
    const runs = stage.entries().filter((entry) => entry.what === 'begin' && entry.offset === offset).length
    must(runs >= 1 && runs <= attempts, `offset ${offset} runs ${attempts} times at most: ${runs}`)
  }
  await expectPassed(stage, topic, [count])
})
