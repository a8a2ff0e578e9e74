// A consumer group and a share group on one topic in one worker: both handle every record, the first in order by partition, and stop together.
import { consumerGroup, defineRoutes, defineWorker, type RecordOf, shareGroup, type ShareGroupContext, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { nothingLeft } from '../src/share/share-calls.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const records = 400

await scenario(async (stage) => {
  const name = await stage.topic('orders', 4)
  const orders = topic(name, { value: string() })
  const ordered: { readonly partition: number; readonly offset: number }[] = []
  const shared: string[] = []
  class Ordered {
    async consume({ partition, offset }: RecordOf<typeof orders>) {
      await new Promise((resolve) => setTimeout(resolve, 2))
      ordered.push({ partition, offset })
    }
  }
  class Shared {
    async consume({ id }: RecordOf<typeof orders>, { deliveryCount }: ShareGroupContext) {
      await new Promise((resolve) => setTimeout(resolve, 2))
      shared.push(`${id} ${deliveryCount}`)
    }
  }
  const routes = defineRoutes(
    consumerGroup(stage.name('billing'), (group) => group.topic(orders, { consumer: Ordered })),
    shareGroup(stage.name('thumbnails'), (group) => {
      group.settings({ offsetReset: 'earliest' })
      group.topic(orders, { consumer: Shared, concurrency: 8 })
    }),
  )
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await stage.feed().numbered(name, records, 4)
  await until('both have all', () => ordered.length >= records && shared.length >= records)
  await nothingLeft(stage, name, 4, stage.name('thumbnails'))
  must((await handle.stop()).exitCode === 0, 'the worker stops cleanly')
  must(ordered.length === records && shared.length === records && new Set(shared).size === records, 'each has each record once')
  for (let partition = 0; partition < 4; partition++) {
    const offsets = ordered.filter((one) => one.partition === partition).map(({ offset }) => offset)
    must(
      offsets.every((offset, index) => offset === index),
      `partition ${partition} of the consumer group is in order`,
    )
  }
  const committed = await stage.committed(stage.name('billing'))
  must([...committed.values()].reduce((sum, offset) => sum + offset, 0) === records, 'its positions are committed')
  must(troubles.length === 0, `no trouble: ${JSON.stringify(troubles)}`)
})
