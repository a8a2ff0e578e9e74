// Two workers embedded in one program: each stops without the other, the same one starts again after its stop and goes on where it was, and no listener of the process is left behind.
import { consumerGroup, defineRoutes, defineWorker, type RecordOf, startWorker, string, topic } from 'samsa'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const signals = ['SIGTERM', 'SIGINT', 'SIGTSTP', 'uncaughtException', 'unhandledRejection']
const listeners = () => signals.map((name) => process.listenerCount(name)).join()

await scenario(async (stage) => {
  const before = listeners()
  const feed = stage.feed()
  const make = async (label: string) => {
    const name = await stage.topic(label, 2)
    const texts = topic(name, { value: string() })
    const seen: string[] = []
    class Collect {
      consume(record: RecordOf<typeof texts>) {
        seen.push(record.id)
      }
    }
    const routes = defineRoutes(consumerGroup(stage.name(label), (group) => group.topic(texts, { consumer: Collect })))
    return { name, seen, worker: defineWorker({ name: label, routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }) }
  }
  const [one, two] = [await make('one'), await make('two')]
  for (const { name } of [one, two]) await feed.numbered(name, 100, 2)
  const first = startWorker(one.worker)
  const second = startWorker(two.worker)
  await Promise.all([first.started, second.started])
  await until('both have handled theirs', () => one.seen.length === 100 && two.seen.length === 100)
  must((await first.stop()).exitCode === 0 && first.state === 'stopped', 'the first stops cleanly')
  must(second.state === 'running', 'the second runs on')
  for (const { name } of [one, two]) await feed.numbered(name, 100, 2, 100)
  await until('the second goes on', () => two.seen.length === 200)
  must(one.seen.length === 100, 'the first does nothing any more')
  const again = startWorker(one.worker)
  await until('the first goes on where it was', () => one.seen.length === 200)
  const ends = await Promise.all([again.stop(), second.stop()])
  must(
    ends.every(({ exitCode }) => exitCode === 0),
    'both stop cleanly',
  )
  for (const { seen } of [one, two]) must(new Set(seen).size === 200 && seen.length === 200, 'each record once')
  must(listeners() === before, `the process's own listeners are as before: ${before} ${listeners()}`)
})
