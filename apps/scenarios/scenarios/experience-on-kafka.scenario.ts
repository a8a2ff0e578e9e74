// The consumer-group half of docs/experience.md, in TypeScript and without a build step, handles every order of a real Kafka once and ends when it is idle.
import { experienceOfConsumerGroups } from '../src/experience.js'
import { must, scenario } from '../src/scenario.js'

const orders = 40

await scenario(async (stage) => {
  const topic = await stage.topic('orders', 4)
  await stage.feed().send(
    topic,
    Array.from({ length: orders }, (_, index) => ({
      key: `k${index}`,
      value: JSON.stringify({ id: `o${index}`, amount: index }),
      partition: index % 4,
    })),
  )
  const cwd = stage.application(experienceOfConsumerGroups(topic, stage.name('billing')))
  // found upwards from here
  const worker = stage.command({
    args: ['start', '--until-idle', '1s'],
    cwd: `${cwd}/consumers`,
    env: { KAFKA_BROKERS: stage.broker.bootstrapServers },
  })
  must((await worker.exit) === 0, 'the exit code is 0')
  const charged = worker.prints.filter((line) => line.startsWith('charged '))
  must(new Set(charged).size === orders && charged.length === orders, `every order is charged once: ${charged.length}`)
  must(
    charged.every((line) => line.endsWith(' 1')),
    'at the first attempt',
  )
  must(
    worker.lines.some((line) => line['path'] === `${cwd}/worker.config.ts`),
    'the config that was found is logged',
  )
  const committed = await stage.committed(stage.name('billing'))
  must([...committed.values()].reduce((sum, offset) => sum + offset, 0) === orders, 'everything is committed')
})
