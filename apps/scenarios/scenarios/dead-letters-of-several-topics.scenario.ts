// A route of several topics, or of a pattern, has a dead-letter topic for each of them, also for one that appears while the worker runs; a run until idle ends with 0 once the poison is passed.
import { consumerGroup, defineRoutes, defineWorker, nullable, type RecordOf, string, topics } from 'samsa'
import { deadLetterTopic, deadLettersOf, headerOf, partitionsOf, sourceOf } from '../src/dead-letters.js'
import { expectPassed } from '../src/expect-passed.js'
import { inProcess } from '../src/in-process.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

async function expectOne(stage: Stage, topic: string, partitions: number, place: string): Promise<void> {
  const letters = await deadLettersOf(stage, deadLetterTopic(topic), 1)
  must((await partitionsOf(stage, deadLetterTopic(topic))) === partitions, `${topic} has its own, with its partitions`)
  must(letters.length === 1 && sourceOf(letters[0]!) === place, `the one of ${topic}: ${letters.map(sourceOf).join()}`)
  must(headerOf(letters[0]!, '__dlq.errors.topic') === topic, 'it says where it came from')
}

async function union(stage: Stage): Promise<void> {
  const [one, two] = [await stage.topic('one', 1), await stage.topic('two', 3)]
  const [group, feed] = [stage.name('union'), stage.feed()]
  await feed.numbered(one, 6, 1)
  await feed.numbered(two, 18, 3)
  const route = { retry: { attempts: 2, backoff: { kind: 'fixed', delay: '50ms', jitter: false } } }
  const worker = stage.worker({ group, topics: [one, two], route, handler: { faults: { '0/2': ['error'] } }, args: ['--until-idle', '2s'] })
  must((await worker.exit) === 0, 'it ends by itself, cleanly')
  await expectOne(stage, one, 1, '0/2')
  await expectOne(stage, two, 3, '0/2')
  await expectPassed(stage, one, [6], group)
  await expectPassed(stage, two, [6, 6, 6], group)
}

async function pattern(stage: Stage): Promise<void> {
  const [first, feed] = [await stage.topic('shop.first', 1), stage.feed()]
  const shop = topics(new RegExp(`^${stage.name('shop')}\\.`), { key: nullable(string()), value: string() })
  const seen: string[] = []
  class Failing {
    consume({ value }: RecordOf<typeof shop>) {
      if (value === 'poison') throw new Error('on purpose')
      seen.push(value)
    }
  }
  const retry = { attempts: 1 }
  const routes = defineRoutes(consumerGroup(stage.name('shops'), (group) => group.topic(shop, { consumer: Failing, retry })))
  const kafka = { 'bootstrap.servers': stage.broker.bootstrapServers, 'topic.metadata.refresh.interval.ms': 1_000 }
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka }))
  await feed.send(first, [{ value: 'poison' }, { value: 'first' }])
  await until('the first topic is read', () => seen.includes('first'))
  const second = await stage.topic('shop.second', 2)
  await feed.send(second, [
    { value: 'poison', partition: 1 },
    { value: 'second', partition: 1 },
  ])
  await until('the new topic is read', () => seen.includes('second'))
  must((await handle.stop()).exitCode === 0, 'it stops cleanly')
  await expectOne(stage, first, 1, '0/0')
  await expectOne(stage, second, 2, '1/0')
  must(
    troubles.length === 2 && troubles.every(({ name }) => name === 'record.dead-lettered'),
    `nothing else is told: ${troubles.map(({ name }) => name).join()}`,
  )
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.dead-lettered')
  await Promise.all([union(stage), pattern(stage)])
})
