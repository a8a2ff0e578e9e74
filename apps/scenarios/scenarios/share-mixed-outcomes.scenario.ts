// In a share group the records of one batch, over partitions and topics, end each in its own way: accepted, released, rejected, failed, dead-lettered.
import { deadLettersOf, deadLetterTopic, sourceOf } from '../src/dead-letters.js'
import { acceptedAll, countsOf, nothingLeft, placeOf, stopCleanly } from '../src/share/share-calls.js'
import { bare, type ShareEnding } from '../src/share/share-job.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'

const partitions = 3
const causes: Partial<Record<ShareEnding, string>> = { release: 'returned', throw: 'thrown' }
// nobody gets these again
const gone: readonly ShareEnding[] = ['reject', 'dead-letter']
const ways: readonly ShareEnding[] = ['accept', 'release', 'reject', 'throw', 'dead-letter']

await scenario(async (stage) => {
  stage.expect('record.released', 'record.rejected', 'record.dead-lettered')
  const topics = [await stage.topic('left', partitions), await stage.topic('right', partitions)]
  const feed = stage.feed()
  const sent = []
  for (const topic of topics) sent.push(...(await feed.numbered(topic, 60, partitions)).map((one) => ({ topic, ...one })))
  // by offset, in both topics and all partitions: in one partition of a commit different outcomes lie side by side
  const rules = ways.map((as, index) => ({
    as,
    deliveryCounts: as === 'reject' ? [1, 2, 3, 4, 5] : [1],
    offsets: Array.from({ length: 20 }, (_, offset) => offset).filter((offset) => offset % ways.length === index),
  }))
  // what is thrown is released, so that it comes again as what was released on purpose
  const worker = shareWorker(stage, { topics, rules, route: { retry: bare.retry }, tellsAll: true })
  const wayOf = ({ offset }: { offset: number }) => ways[offset % ways.length]!
  for (const topic of topics) {
    await acceptedAll(
      stage,
      topic,
      sent.filter((one) => one.topic === topic && !gone.includes(wayOf(one))),
    )
    await nothingLeft(stage, topic, partitions)
  }
  for (const one of sent) {
    const wanted = wayOf(one) === 'accept' || gone.includes(wayOf(one)) ? '1' : '1,2'
    must(countsOf(stage, one).join() === wanted, `${placeOf(one)}, ${wayOf(one)}: ${countsOf(stage, one).join()}`)
  }
  const released = worker.events('record.released')
  for (const [as, cause] of Object.entries(causes)) {
    const wanted = sent.filter((one) => wayOf(one) === as).length
    const told = released.filter((line) => line['cause'] === cause).reduce((sum, { records }) => sum + Number(records), 0)
    must(told === wanted, `${told} of ${wanted} are told as ${cause}`)
  }
  const rejected = worker.events('record.rejected').length
  must(rejected === sent.filter((one) => wayOf(one) === 'reject').length, `each rejected one is told: ${rejected}`)
  for (const topic of topics) {
    const wanted = sent
      .filter((one) => one.topic === topic && wayOf(one) === 'dead-letter')
      .map(({ partition, offset }) => `${partition}/${offset}`)
    const letters = await deadLettersOf(stage, deadLetterTopic(topic), wanted.length)
    must(
      letters.map(sourceOf).toSorted().join() === wanted.toSorted().join(),
      `each that asked for it is a dead letter: ${letters.map(sourceOf).join()}`,
    )
  }
  await stopCleanly(worker)
})
