// own-broker
// limit: 90s
// Poison records of a share group whose dead letters are refused do not hold up the healthy ones that they were fetched with, with fewer permits than poison: each healthy record runs once and is accepted; the poison is archived, and nothing else is.
import { countOf } from '../src/dead-letters.js'
import { eventsAbout, ranOnce } from '../src/share/executions.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import type { ShareMode } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario, type Stage } from '../src/scenario.js'

const poison = [0, 1, 2, 3, 4, 5]
const records = 40

async function play(stage: Stage, mode: Exclude<ShareMode, 'whole'>): Promise<void> {
  const [topic, group] = [await stage.topic(`jobs-${mode}`), stage.name(`group-${mode}`)]
  const target = await stage.topic(`full-${mode}`, 1, { 'max.message.bytes': '10' })
  // one batch of the producer: whoever gets one of them has them all
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, records, 1)
  const healthy = sent.filter(({ offset }) => !poison.includes(offset)).map((one) => ({ topic, ...one }))
  const worker = shareWorker(stage, {
    topics: [topic],
    group,
    mode,
    settings: { lockDuration: '2s' },
    route: { concurrency: 4, deadLetter: target, ...(mode === 'record' ? {} : { batch: { maxRecords: 4, maxWait: '10ms' } }) },
    workMs: 20,
    rules: [{ as: 'dead-letter', offsets: poison } as const],
    tellsAll: true,
  })
  await acceptedAll(stage, topic, healthy)
  await worker.heard('record.exhausted', poison.length)
  await nothingLeft(stage, topic, 1, group)
  ranOnce(stage, healthy)
  const exhausted = worker.events('record.exhausted')
  const offsets = exhausted.map(({ offset }) => Number(offset)).toSorted((one, other) => one - other)
  must(offsets.join() === poison.join(), `what is archived is the poison: ${JSON.stringify(exhausted)}`)
  for (const offset of poison) {
    const released = eventsAbout(stage, 'record.released', { topic, partition: 0, offset })
    must(
      released.every(({ cause }) => cause !== 'not-started'),
      `none is given back without a run: ${JSON.stringify(released)}`,
    )
  }
  must((await countOf(stage, target)) === 0, 'nothing was written')
  await stopCleanly(worker)
}

await scenario(async (stage) => {
  stage.expect('dead-letter.failed', 'record.released', 'record.exhausted')
  // what is left to the broker is let go of after its lock
  stage.expect('settlement.dropped', 'settlement.lost')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
