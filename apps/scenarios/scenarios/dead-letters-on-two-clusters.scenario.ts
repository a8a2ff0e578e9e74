// limit: 60s
// Two groups of one worker on two clusters: the dead letters of each go to its own cluster, and say which.
import { Admin } from '@samsa/librdkafka'
import { startBroker } from '@samsa/testkit'
import { consumerGroup, defineRoutes, defineWorker, nullable, type RecordOf, string, topic } from 'samsa'
import { countOf, deadLetterTopic, deadLettersOf, headerOf, idOf } from '../src/dead-letters.js'
import { inProcess } from '../src/in-process.js'
import { must, scenario, Stage } from '../src/scenario.js'

const other = await startBroker({ own: true })
try {
  await scenario(async (here) => {
    const there = new Stage(other)
    try {
      const name = await here.topic('twin')
      const admin = new Admin({ 'bootstrap.servers': other.bootstrapServers })
      await admin.createTopics([{ topic: name, partitions: 2, replicationFactor: 1 }])
      await admin.destroy()
      const texts = topic(name, { key: nullable(string()), value: string() })
      class Failing {
        consume({ value }: RecordOf<typeof texts>) {
          throw new Error(`failing ${value}`)
        }
      }
      const route = { consumer: Failing, retry: { attempts: 1 } }
      const routes = defineRoutes(
        consumerGroup(here.name('home'), (group) => group.topic(texts, route)),
        consumerGroup(here.name('abroad'), (group) => {
          group.options({ cluster: 'abroad' })
          group.topic(texts, route)
        }),
      )
      await here.feed().send(name, [{ value: 'home' }])
      await there.feed().send(name, [{ value: 'abroad', partition: 1 }])
      const clusters = {
        default: { 'bootstrap.servers': here.broker.bootstrapServers },
        abroad: { 'bootstrap.servers': other.bootstrapServers },
      }
      const { handle } = inProcess(defineWorker({ routes, clusters }))
      for (const [stage, cluster, value] of [
        [here, 'default', 'home'],
        [there, 'abroad', 'abroad'],
      ] as const) {
        const [letter] = await deadLettersOf(stage, deadLetterTopic(name), 1)
        must(letter?.value?.toString() === value, `the one of ${cluster}`)
        must(headerOf(letter, 'samsa.dlq.cluster') === cluster && idOf(letter).startsWith(`${cluster}/`), `it says so: ${idOf(letter)}`)
      }
      must((await handle.stop()).exitCode === 0, 'it stops cleanly')
      for (const stage of [here, there]) must((await countOf(stage, deadLetterTopic(name))) === 1, 'nothing else is written')
    } finally {
      await there.close()
    }
  })
} finally {
  await other.stop()
}
