// A worker with a share group stops while a record waits for its next attempt in the last delivery in which it is run: released it would be run no more, so it is a dead letter; so is the rest of a batch that waits with it.
import { deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import { executionsOf } from '../src/share/executions.js'
import { mustBeDeadLetters } from '../src/share/must-be-dead-letter.js'
import { rawRecords, sendRaw } from '../src/share/raw-records.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

// in a batch those behind it wait with it
const lost = { record: [2], batch: [2, 3, 4] } as const

async function play(stage: Stage, mode: keyof typeof lost): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const sent = await sendRaw(stage.feed({ 'linger.ms': 50 }), topic, rawRecords(5))
  const waiting = sent.filter(({ offset }) => (lost[mode] as readonly number[]).includes(offset))
  const worker = shareWorker(stage, {
    topics: [topic],
    group,
    mode,
    settings: { lockDuration: '60s' },
    route: {
      retry: { backoff: { kind: 'fixed', delay: '29s' } },
      deadLetter: { afterDeliveries: 1 },
      ...(mode === 'record' ? {} : { batch: { maxRecords: 5, maxWait: '20s' } }),
    },
    rules: [{ as: 'throw', offsets: [2] } as const],
    tellsAll: true,
  })
  await worker.heard('record.retried')
  await acceptedAll(
    stage,
    topic,
    sent.filter((one) => !waiting.includes(one)),
  )
  await stopCleanly(worker)
  const letters = await readDeadLetters(stage, deadLetterTopic(topic))
  const wanted = { group, cause: 'thrown', attempts: 1, deliveryCount: 1, message: 'on purpose', errorClass: 'Error' }
  mustBeDeadLetters(
    stage,
    letters,
    waiting.map((of) => ({ ...wanted, of })),
  )
  for (const of of waiting) {
    const ran = executionsOf(stage, of).join()
    must(ran === (of.offset === 2 ? '1.1' : ''), `${mode}: only the one that failed ran, once: ${of.offset} ran as ${ran}`)
  }
  await nothingLeft(stage, topic, 1, group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
