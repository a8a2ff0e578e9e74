import { consumerGroup, defineRoutes, defineWorker, nullable, string, topic } from 'samsa'
import { deadLetterHooks } from './dead-letter-hooks.js'
import { job, LedgerBatchConsumer, LedgerConsumer } from './ledger-consumer.js'

// the type says that keys may be null, whether the topic does or not
const key = job.requiresKey ? (string() as ReturnType<typeof nullable<string>>) : nullable(string())
const topics = job.topics.map((name) => topic(name, { key, value: string() }))
const hooks = deadLetterHooks(job.hooks)
const route = hooks === null ? job.route : { ...job.route, deadLetter: { ...(job.route['deadLetter'] as object | undefined), ...hooks } }

export default defineWorker({
  name: job.name,
  routes: defineRoutes(
    consumerGroup(job.group, (group) => {
      group.options(job.options)
      if (job.mode === 'batch') group.topic(topics, { ...route, consumer: LedgerBatchConsumer })
      else group.topic(topics, { ...route, consumer: LedgerConsumer })
    }),
  ),
  kafka: { 'bootstrap.servers': process.env['SAMSA_TEST_BROKERS'], ...job.kafka },
})
