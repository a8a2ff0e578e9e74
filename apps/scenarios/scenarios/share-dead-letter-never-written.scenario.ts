// limit: 60s
// A share group's dead letter that can never be written is released until its last delivery, held there until its lock ends, and archived by the broker with an event that says so; nothing is told as done, and its neighbours are accepted.
import { countOf } from '../src/dead-letters.js'
import { eventsAbout, executionsOf, ranOnce } from '../src/share/executions.js'
import { acceptedAll, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

const lockMs = 2_000
const limit = 5

await scenario(async (stage) => {
  stage.expect('dead-letter.failed', 'record.released', 'record.exhausted')
  // what is left to the broker is let go of after its lock
  stage.expect('settlement.dropped', 'settlement.lost')
  const topic = await stage.topic('jobs')
  const target = await stage.topic('full', 1, { 'max.message.bytes': '10' })
  const sent = await stage.feed({ 'linger.ms': 50 }).numbered(topic, 5, 1)
  const place = { topic, partition: 0, offset: 2 }
  const worker = shareWorker(stage, {
    topics: [topic],
    settings: { lockDuration: `${lockMs}ms` },
    route: { retry: { attempts: 1 }, deadLetter: target },
    rules: [{ as: 'throw', offsets: [2] } as const],
    tellsAll: true,
  })
  const beganAtMs = Date.now()
  const neighbours = sent.filter(({ offset }) => offset !== 2).map((one) => ({ topic, ...one }))
  await acceptedAll(stage, topic, neighbours)
  await worker.heard('record.exhausted')
  await nothingLeft(stage, topic, 1)
  must(Date.now() - beganAtMs > (limit - 1) * lockMs * 0.5, 'its deliveries are not burnt in a moment')
  const released = eventsAbout(stage, 'record.released', place)
  must(released.map(({ deliveryCount }) => deliveryCount).join() === '1,2,3,4', `released below the limit: ${JSON.stringify(released)}`)
  const [exhausted, ...more] = eventsAbout(stage, 'record.exhausted', place)
  must(
    more.length === 0 && exhausted?.['becomes'] === 'archived' && exhausted['deliveryCount'] === limit,
    `archived at the limit: ${JSON.stringify(exhausted)}`,
  )
  must(eventsAbout(stage, 'dead-letter.failed', place).length >= limit, 'every failed write is told')
  must(executionsOf(stage, place).join() === '1.1', `it was run once, attempts are used up: ${executionsOf(stage, place).join()}`)
  ranOnce(stage, neighbours)
  must((await countOf(stage, target)) === 0, 'nothing was written')
  must(worker.events('record.dead-lettered').length === 0, 'nothing is told as written')
  await stopCleanly(worker)
})
