// A worker with a share group stops in the middle of a batch: what runs is finished and accepted, what has not begun goes to other members at once, long before its lock would end.
import { acceptedAll, acceptedOnce, countsOf, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('record.released')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 100, 1)
  // a lock longer than any wait of this scenario: only a release brings a record back
  const draft = { topics: [topic], settings: { lockDuration: '60s' }, route: { concurrency: 2 }, tellsAll: true }
  const first = shareWorker(stage, { ...draft, workMs: 500 })
  await until('it is in the middle', () => stage.entries().filter(({ what }) => what === 'begin').length >= 4)
  await stopCleanly(first)
  const begun = stage.entries().filter(({ what }) => what === 'begin').length
  must(stage.entries().filter(({ what }) => what === 'end').length === begun, 'what had begun is finished')
  must(begun < 50, `it stopped in the middle: ${begun}`)
  const given = first.events('record.released')
  const records = given.reduce((sum, line) => sum + Number(line['records']), 0)
  must(
    given.every(({ cause }) => cause === 'not-started') && records === 100 - begun,
    `the rest was given back: ${records} of ${100 - begun}`,
  )
  const second = shareWorker(stage, draft)
  await acceptedAll(stage, topic, sent, 30_000)
  acceptedOnce(stage, topic, sent)
  const again = sent.filter((one) => countsOf(stage, { topic, ...one }).join() === '2')
  must(again.length === 100 - begun, `they came with count 2: ${again.length}`)
  await nothingLeft(stage, topic, 1)
  await stopCleanly(second)
})
