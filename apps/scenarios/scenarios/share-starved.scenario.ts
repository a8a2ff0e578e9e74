// limit: 30s
// Without dead letters, with two deliveries and one record in work, every record of a batch that is too long for its locks is handled or told as starved, none is lost in silence.
import { endings, nothingLeft, placesOf, stopCleanly } from '../src/share/share-calls.js'
import { placesTold } from '../src/share/explain.js'
import { oneBatch, sendOneBatch } from '../src/share/large-batch.js'
import { needsGroupLimit } from '../src/share/needs-kafka.js'
import { bare } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

needsGroupLimit()
await scenario(async (stage) => {
  stage.expect('record.released', 'record.starved', 'lease.overcommitted')
  // the one in work when its last lock ends cannot count either: that is its end, and told
  const ofWork = ['record.exhausted', 'lease.expired', 'handler.late', 'settlement.dropped', 'settlement.lost']
  stage.expect(...ofWork)
  const topic = await stage.topic('jobs')
  const sent = await sendOneBatch(stage.feed(oneBatch), topic, 600)
  const settings = { lockDuration: '2s', deliveryCountLimit: 2 }
  const worker = shareWorker(stage, { topics: [topic], workMs: 20, settings, route: { concurrency: 1, ...bare }, tellsAll: true })
  const starved = () => worker.events('record.starved').map(({ partition, offset }) => `${topic}/${String(partition)}/${String(offset)}`)
  const accepted = () => endings(stage.entries(), 'accept')
  const places = placesOf(topic, sent)
  const silent = () => {
    const ends = new Set([...accepted().keys(), ...starved(), ...placesTold(stage, ['record.exhausted'])])
    return places.filter((place) => !ends.has(place))
  }
  await until('each is handled or starved', () => silent().length === 0).catch((error: unknown) => {
    throw new Error(`${silent().length} are neither: ${silent().slice(0, 10).join(' ')}`, { cause: error })
  })
  await nothingLeft(stage, topic, 1)
  const both = starved().filter((place) => accepted().has(place))
  must(both.length === 0, `starved after it was handled: ${both.join(' ')}`)
  must(new Set(starved()).size === starved().length, 'each is told once')
  must(
    [...accepted().values()].every((count) => count === 1),
    'none was handled twice',
  )
  must(starved().length > 0 && accepted().size > 40, `there were both: ${starved().length} starved, ${accepted().size} handled`)
  must(
    worker.events('record.starved').every(({ deliveryCount }) => deliveryCount === 2),
    'starved ones were at their last delivery',
  )
  await stopCleanly(worker)
})
