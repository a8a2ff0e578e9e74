// A value that cannot be decoded is the case `deserialize`: its partition waits with backoff, every attempt is an event with the code, and other partitions go on.
import { consumerGroup, defineRoutes, defineWorker, json, nullable, type RecordOf, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const anyNumber = {
  '~standard': {
    version: 1,
    vendor: 'scenario',
    validate: (value: unknown) => (typeof value === 'number' ? { value } : { issues: [{ message: 'not a number' }] }),
    types: undefined as { input: number; output: number } | undefined,
  },
} as const

await scenario(async (stage) => {
  const name = await stage.topic('numbers', 2)
  const numbers = topic(name, { key: nullable(string()), value: json(anyNumber) })
  await stage.feed().send(name, [
    { value: '1', partition: 0 },
    { value: 'no json', partition: 0 },
    { value: '2', partition: 0 },
    { value: '10', partition: 1 },
    { value: '20', partition: 1 },
  ])
  const seen: number[] = []
  class Sum {
    consume(record: RecordOf<typeof numbers>) {
      seen.push(record.value)
    }
  }
  const routes = defineRoutes(consumerGroup(stage.name('sum'), (group) => group.topic(numbers, { consumer: Sum })))
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await until('three attempts are events', () => troubles.filter((trouble) => trouble.name === 'record.retried').length >= 3)
  await until('the other partition goes on', () => seen.includes(20))
  await handle.stop()
  must(!seen.includes(2), 'nothing behind the undecodable record was handled')
  for (const { event } of troubles.filter((trouble) => trouble.name === 'record.retried')) {
    must('cause' in event && event.cause === 'deserialize', `the cause is deserialize: ${JSON.stringify(event)}`)
    must('offset' in event && event.offset === 1, 'only the undecodable record is repeated')
  }
  const committed = await stage.committed(stage.name('sum'))
  must(committed.get(`${name}/0`) === 1, 'the position stands at the undecodable record')
})
