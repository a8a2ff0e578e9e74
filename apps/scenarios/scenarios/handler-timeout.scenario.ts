// A handler that runs longer than `timeout` is told by its signal; what it throws then is the cause `timeout`, and its record runs again in place.
import { consumerGroup, type ConsumerGroupContext, defineRoutes, defineWorker, type RecordOf, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const name = await stage.topic('slow', 1)
  const texts = topic(name, { value: string() })
  const reasons: unknown[] = []
  const done: number[] = []
  class Slow {
    async consume(record: RecordOf<typeof texts>, { signal, attempt }: ConsumerGroupContext) {
      if (record.offset === 2 && attempt < 3) {
        await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true }))
      }
      must(!signal.aborted, 'a new attempt has a new signal')
      done.push(record.offset)
    }
  }
  await stage.feed().numbered(name, 5, 1)
  const routes = defineRoutes(consumerGroup(stage.name('slow'), (group) => group.topic(texts, { consumer: Slow, timeout: '300ms' })))
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await until('all are handled', () => done.length === 5)
  await handle.stop()
  must(done.join() === '0,1,2,3,4', `in order, each once: ${done.join()}`)
  for (const { name: event, event: payload } of troubles) {
    must(event === 'record.retried' && 'offset' in payload && payload.offset === 2, `only retries of the slow record: ${event}`)
    must(
      'cause' in payload && payload.cause === 'timeout' && 'error' in payload && payload.error?.code === 'SAMSA_HANDLER_TIMEOUT',
      `the cause is the timeout: ${JSON.stringify(payload)}`,
    )
    reasons.push(payload)
  }
  must(reasons.length === 2, `two attempts timed out: ${reasons.length}`)
})
