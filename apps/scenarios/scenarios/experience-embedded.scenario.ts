// The consumer-group half of docs/experience.md, in TypeScript and without a build step, runs with --embedded, without a Kafka: it handles what its set-up sends and ends when it is idle.
import { experienceOfConsumerGroups, replace } from '../src/experience.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  const files = experienceOfConsumerGroups('orders', 'billing')
  let config = files['worker.config.ts'] ?? ''
  config = replace(
    config,
    'import { defineWorker }',
    "import { defineWorker, Producer } from 'samsa'\nimport { orders } from './topics.js'\nimport {}",
  )
  config = replace(
    config,
    'defineWorker({ routes,',
    `defineWorker({
  setup: async (container) => {
    await container.resolve(Producer).send(orders, Array.from({ length: 40 }, (_, index) => ({ key: \`k\${index}\`, value: { id: \`o\${index}\`, amount: index } })))
  },
  routes,`,
  )
  const cwd = stage.application({ ...files, 'worker.config.ts': config })
  const worker = stage.command({
    args: ['start', '--embedded', '--until-idle', '1s', '--group', 'billing', '--topic', 'orders'],
    cwd,
    env: { KAFKA_BROKERS: undefined },
  })
  must((await worker.exit) === 0, 'the exit code is 0')
  const charged = worker.prints.filter((line) => line.startsWith('charged '))
  must(new Set(charged).size === 40 && charged.length === 40, `every order is charged once: ${charged.length}`)
  must(worker.events('partition.assigned').length === 4, 'on the four partitions of the broker inside the process')
})
