// A decoding error that says it is transient is retried like a throw, and so is one that a rule names; the record is handled once it can be decoded.
import { consumerGroup, type ConsumerGroupContext, defineRoutes, defineWorker, type RecordOf, string, topic } from 'samsa'
import { deadLetterTopic, readDeadLetters } from '../src/dead-letters.js'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

/** Cannot decode anything twice, then it can. */
function learning(retryable: boolean) {
  let looks = 0
  return {
    serialize: (value: string) => value,
    deserialize: (bytes: Uint8Array) => {
      looks++
      if (looks < 3) throw Object.assign(new Error('the registry does not answer'), { retryable })
      return string().deserialize(bytes)
    },
  }
}

await scenario(async (stage) => {
  const [transient, ruled] = [await stage.topic('transient'), await stage.topic('ruled')]
  const topics = [topic(transient, { value: learning(true) }), topic(ruled, { value: learning(false) })] as const
  const seen: { topic: string; attempt: number; value: string }[] = []
  class Read {
    consume(record: RecordOf<typeof topics>, { attempt }: ConsumerGroupContext) {
      seen.push({ topic: record.topic, attempt, value: record.value })
    }
  }
  const backoff = { kind: 'fixed', delay: '10ms', jitter: false } as const
  const on = [{ error: 'SAMSA_DESERIALIZE', action: 'retry' as const }]
  const routes = defineRoutes(
    consumerGroup(stage.name('patient'), (group) => {
      group.topic(topics[0], { consumer: Read, retry: { backoff } })
      group.topic(topics[1], { consumer: Read, retry: { backoff, on } })
    }),
  )
  const feed = stage.feed()
  for (const name of [transient, ruled]) await feed.send(name, [{ value: 'late' }])
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await until('both are handled', () => seen.length === 2)
  must((await handle.stop()).exitCode === 0, 'the worker stops cleanly')
  must(
    seen.every(({ attempt, value }) => attempt === 3 && value === 'late'),
    `at the third attempt: ${JSON.stringify(seen)}`,
  )
  must(
    troubles.length === 4 &&
      troubles.every(({ name, event }) => name === 'record.retried' && 'cause' in event && event.cause === 'deserialize'),
    `two failures each: ${JSON.stringify(troubles)}`,
  )
  for (const name of [transient, ruled]) must((await readDeadLetters(stage, deadLetterTopic(name))).length === 0, 'no dead letter')
})
