// One slow partition does not hold up another, and the records that wait for it are not fetched twice.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const topic = await stage.topic('uneven', 2)
  const sent = await stage.feed().numbered(topic, 20_000, 2)
  const worker = stage.worker({
    topics: [topic],
    kafka: { 'statistics.interval.ms': 500 },
    handler: { slow: { 0: 50 } },
    args: ['--log-level', 'debug'],
  })
  const fast = sent.filter(({ partition }) => partition === 1)
  await stage.handledAll(topic, fast)
  const slowDone = stage.entries().filter(({ what, partition }) => what === 'end' && partition === 0).length
  must(slowDone < 2_000, `the slow partition is still far behind: ${slowDone}`)
  await until(
    'a second of the slow one more',
    () => stage.entries().filter(({ what, partition }) => what === 'end' && partition === 0).length > slowDone + 20,
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
  must(stage.coverage(topic, fast).repeated.length === 0, 'nothing is handled twice')
})
