import { consumerGroup, defineRoutes, defineWorker, nullable, string, topic } from 'samsa'
import { job, LedgerBatchConsumer, LedgerConsumer } from './ledger-consumer.js'

const topics = job.topics.map((name) => topic(name, { key: nullable(string()), value: string() }))

export default defineWorker({
  name: job.name,
  routes: defineRoutes(
    consumerGroup(job.group, (group) => {
      group.options(job.options)
      if (job.mode === 'batch') group.topic(topics, { ...job.route, consumer: LedgerBatchConsumer })
      else group.topic(topics, { ...job.route, consumer: LedgerConsumer })
    }),
  ),
  kafka: { 'bootstrap.servers': process.env['SAMSA_TEST_BROKERS'], ...job.kafka },
})
