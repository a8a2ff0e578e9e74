// limit: 60s
// A dead letter that its own route would consume again is never written, where only a function names its topic as well: it is told, its partition waits and nothing multiplies, others go on; what another route of the group reads is written there, and comes to rest.
import { consumerGroup, defineRoutes, defineWorker, nullable, string, topic as topicOf, topics } from 'samsa'
import { countOf, deadLettersOf, headersNamed, partitionsOf } from '../src/dead-letters.js'
import { type InProcess, inProcess } from '../src/in-process.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

const serdes = { key: nullable(string()), value: string() }
const retry = { attempts: 1 }

/** A class that fails at poison, and what it was given. */
function failing() {
  const ran: string[] = []
  class Failing {
    consume({ topic, value }: { readonly topic: string; readonly value: string }) {
      ran.push(`${topic}=${value}`)
      if (value === 'poison') throw new Error('on purpose')
    }
  }
  return { ran, Failing }
}

const failuresOf = ({ troubles }: InProcess, source: string): readonly Record<string, unknown>[] =>
  troubles.flatMap(({ name, event }) => (name === 'dead-letter.failed' && 'topic' in event && event.topic === source ? [{ ...event }] : []))

/** Told more than once, run once, not settled; and its group says so. */
async function expectWaits(
  stage: Stage,
  worker: InProcess,
  group: string,
  source: string,
  target: string,
  ran: readonly string[],
): Promise<void> {
  await until(`the dead letter of ${source} is refused twice`, () => failuresOf(worker, source).length > 1)
  const [failed] = failuresOf(worker, source)
  must(failed?.['target'] === target && failed['willRetry'] === true, `the event: ${JSON.stringify(failed)}`)
  must(/consumes it as well/.test(String((failed['error'] as Error).message)), `its reason: ${JSON.stringify(failed)}`)
  must(ran.filter((one) => one === `${source}=poison`).length === 1, `it ran once: ${ran.join(' ')}`)
  must(!ran.includes(`${source}=behind`), 'its partition waits')
  must(((await stage.committed(group)).get(`${source}/0`) ?? 0) === 0, 'it is not settled')
  const { trouble } = worker.handle.status().groups.find((one) => one.group === group) ?? {}
  must(trouble?.code === 'SAMSA_DEAD_LETTER_FAILED', `the group says so: ${JSON.stringify(trouble)}`)
}

await scenario(async (stage) => {
  const feed = stage.feed()
  const poisoned = [{ value: 'poison' }, { value: 'behind' }]
  const [eu, us] = [await stage.topic('eu-orders'), await stage.topic('us-orders')]
  const [one, two] = [await stage.topic('one'), await stage.topic('two')]
  const [orders, again, dead] = [await stage.topic('orders.new'), await stage.topic('orders.retry'), await stage.topic('orders.dead')]
  const [shops, pair, tries] = [stage.name('shops'), stage.name('pair'), stage.name('tries')]
  await feed.send(eu, poisoned)
  await feed.send(us, [{ value: 'good' }])
  await feed.send(one, poisoned)
  await feed.send(two, [{ value: 'good' }])
  await feed.send(orders, poisoned)

  const { ran, Failing } = failing()
  const named = (name: string) => topicOf(name, serdes)
  const routes = defineRoutes(
    consumerGroup(shops, (group) => {
      const everyShop = topics(new RegExp(`${stage.name('')}.*-orders$`), serdes)
      group.topic(everyShop, { consumer: Failing, retry, deadLetter: { topic: ({ topic }) => `dlq.${topic}` } })
    }),
    consumerGroup(pair, (group) =>
      group.topic([named(one), named(two)], {
        consumer: Failing,
        retry,
        deadLetter: { topic: ({ topic }) => (topic === one ? two : one) },
      }),
    ),
    consumerGroup(tries, (group) => {
      group.topic(named(orders), { consumer: Failing, retry, deadLetter: again })
      group.topic(named(again), { consumer: Failing, retry, deadLetter: dead })
    }),
  )
  const worker = inProcess(
    defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers, 'topic.metadata.refresh.interval.ms': 500 } }),
  )

  const [letter] = await deadLettersOf(stage, dead, 1)
  must(headersNamed(letter!, '__dlq.errors.topic').join() === `${orders},${again}`, 'it says that it was tried twice')
  await expectWaits(stage, worker, shops, eu, `dlq.${eu}`, ran)
  await expectWaits(stage, worker, pair, one, two, ran)
  await until('all others are handled', () => [`${us}=good`, `${two}=good`, `${orders}=behind`].every((place) => ran.includes(place)))
  must((await partitionsOf(stage, `dlq.${eu}`)) === 0, 'no topic is created')
  must((await countOf(stage, two)) === 1, 'nothing is written to the other topic of the route')
  must((await worker.handle.stop()).exitCode === 0, 'it stops cleanly')
  must((await countOf(stage, again)) === 1 && (await countOf(stage, dead)) === 1, 'what another route reads comes to rest')
  const told = new Set(worker.troubles.map(({ name }) => name))
  must([...told].toSorted().join() === 'dead-letter.failed,record.dead-lettered', `what is told: ${[...told].join()}`)
})
