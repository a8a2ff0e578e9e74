import { defineRoutes, defineWorker, nullable, shareGroup, string, topic } from 'samsa'
import { job, ShareLedgerBatchConsumer, ShareLedgerConsumer, ShareLedgerWholeBatchConsumer } from './share-ledger-consumer.js'
import { routeOptions } from './route-options.js'

const topics = job.topics.map((name) => topic(name, { key: nullable(string()), value: string() }))

export default defineWorker({
  name: job.name,
  routes: defineRoutes(
    shareGroup(job.group, (group) => {
      group.settings(job.settings, { policy: job.policy })
      group.options(job.options)
      const options = routeOptions(job)
      if (job.mode === 'batch') group.topic(topics, { ...options, consumer: ShareLedgerBatchConsumer })
      else if (job.mode === 'whole') group.topic(topics, { ...options, consumer: ShareLedgerWholeBatchConsumer })
      else group.topic(topics, { ...options, consumer: ShareLedgerConsumer })
    }),
  ),
  kafka: { 'bootstrap.servers': process.env['SAMSA_TEST_BROKERS'], ...job.kafka },
})
