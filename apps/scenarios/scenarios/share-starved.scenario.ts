// limit: 30s
// With two deliveries and one record in work, every record of a batch that is too long for its locks is handled or told as starved, none is lost in silence.
import { endings, nothingLeft, placesOf, stopCleanly } from '../src/share/share-calls.js'
import { oneBatch, sendOneBatch } from '../src/share/large-batch.js'
import { needsGroupLimit } from '../src/share/needs-group-limit.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

needsGroupLimit()
await scenario(async (stage) => {
  stage.expect('record.released', 'record.starved', 'lease.overcommitted')
  const topic = await stage.topic('jobs')
  const sent = await sendOneBatch(stage.feed(oneBatch), topic, 400)
  const settings = { lockDuration: '1s', deliveryCountLimit: 2 }
  const worker = shareWorker(stage, { topics: [topic], workMs: 20, settings, route: { concurrency: 1 }, tellsAll: true })
  const starved = () => worker.events('record.starved').map(({ partition, offset }) => `${topic}/${String(partition)}/${String(offset)}`)
  const accepted = () => endings(stage.entries(), 'accept')
  const places = placesOf(topic, sent)
  await until('each is handled or starved', () => {
    const ends = new Set([...accepted().keys(), ...starved()])
    return places.every((place) => ends.has(place))
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
