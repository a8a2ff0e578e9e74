// Records go round: an injected Producer and context.send write typed records with headers to a topic that another group of the worker handles; after the stop all of them are there.
import {
  Consumer,
  consumerGroup,
  type ConsumerGroupContext,
  defineRoutes,
  defineWorker,
  json,
  Producer,
  type RecordOf,
  string,
  topic,
} from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const anyCount = {
  '~standard': {
    version: 1,
    vendor: 'scenario',
    validate: (value: unknown) => ({ value: value as { count: number } }),
    types: undefined as { input: { count: number }; output: { count: number } } | undefined,
  },
} as const

await scenario(async (stage) => {
  const [inName, outName] = [await stage.topic('in', 2), await stage.topic('out', 2)]
  const input = topic(inName, { value: string() })
  const output = topic(outName, { key: string(), value: json(anyCount) })
  const answers: { key: string; count: number; by: string }[] = []
  const places = new Set<string>()

  @Consumer({ inject: [Producer] })
  class Forward {
    constructor(private readonly producer: Producer) {}
    async consume(record: RecordOf<typeof input>, context: ConsumerGroupContext) {
      const count = Number(record.value.slice(1))
      const [one, other] = await Promise.all([
        this.producer.send(output, { key: record.value, value: { count }, headers: { by: 'producer' } }),
        context.send(output, { key: record.value, value: { count: -count }, headers: { by: 'context' } }),
      ])
      for (const { topic: name, partition, offset } of [one, other]) places.add(`${name}/${partition}/${offset}`)
    }
  }
  class Collect {
    consume(record: RecordOf<typeof output>) {
      const by = record.headers.get('by')
      answers.push({ key: record.key, count: record.value.count, by: by == null ? '' : Buffer.from(by).toString() })
    }
  }
  await stage.feed().numbered(inName, 50, 2, 1)
  const routes = defineRoutes(
    consumerGroup(stage.name('forward'), (group) => group.topic(input, { consumer: Forward })),
    consumerGroup(stage.name('collect'), (group) => group.topic(output, { consumer: Collect })),
  )
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await until('all have come round', () => answers.length >= 100)
  const end = await handle.stop()
  must(end.exitCode === 0 && end.unansweredSends === 0, `a clean end: ${JSON.stringify(end)}`)
  must(answers.length === 100 && places.size === 100, `each once, each with its place: ${answers.length} ${places.size}`)
  must(
    answers.every(({ key, count, by }) => count === (by === 'producer' ? 1 : -1) * Number(key.slice(1))),
    'key, value and headers belong together',
  )
  must(troubles.length === 0, `no trouble: ${JSON.stringify(troubles)}`)
})
