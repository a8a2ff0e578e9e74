import { defineRoutes, defineWorker, nullable, shareGroup, string, topic } from 'samsa'
import { job, ShareLedgerBatchConsumer, ShareLedgerConsumer } from './share-ledger-consumer.js'

const topics = job.topics.map((name) => topic(name, { key: nullable(string()), value: string() }))

export default defineWorker({
  name: job.name,
  routes: defineRoutes(
    shareGroup(job.group, (group) => {
      group.settings(job.settings, { policy: job.policy })
      group.options(job.options)
      if (job.mode === 'batch') group.topic(topics, { ...job.route, consumer: ShareLedgerBatchConsumer })
      else group.topic(topics, { ...job.route, consumer: ShareLedgerConsumer })
    }),
  ),
  kafka: { 'bootstrap.servers': process.env['SAMSA_TEST_BROKERS'], ...job.kafka },
})
