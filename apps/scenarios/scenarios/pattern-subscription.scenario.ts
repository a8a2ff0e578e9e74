// A pattern takes every topic that matches, also one that is created while the worker runs.
import { consumerGroup, defineRoutes, defineWorker, nullable, type RecordOf, string, topics } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const first = await stage.topic('shop.orders')
  await stage.topic('other')
  const shop = topics(new RegExp(`^${stage.name('shop')}\\.`), { key: nullable(string()), value: string() })
  const seen: string[] = []
  class Collect {
    consume(record: RecordOf<typeof shop>) {
      seen.push(`${record.topic}=${record.value}`)
    }
  }
  const routes = defineRoutes(consumerGroup(stage.name('patterns'), (group) => group.topic(shop, { consumer: Collect })))
  const kafka = { 'bootstrap.servers': stage.broker.bootstrapServers, 'topic.metadata.refresh.interval.ms': 1_000 }
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka }))
  const feed = stage.feed()
  await feed.send(first, [{ value: 'one' }])
  await until('the first topic is read', () => seen.includes(`${first}=one`))
  const second = await stage.topic('shop.refunds')
  await feed.send(second, [{ value: 'two' }])
  await until('the new topic is read', () => seen.includes(`${second}=two`))
  await handle.stop()
  must(seen.length === 2, `nothing else is read: ${seen.join(' ')}`)
  must(troubles.length === 0, `no trouble: ${JSON.stringify(troubles)}`)
})
