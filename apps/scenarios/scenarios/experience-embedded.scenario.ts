// The application of docs/experience.md, in TypeScript and without a build step, runs with --embedded, without a Kafka: both kinds of group handle what its set-up sends, and it ends when it is idle.
import { pageNames, replace, runnableExperience } from '../src/experience.js'
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  // a graphics card without capacity, and formats that nobody supports
  stage.expect('record.released', 'record.rejected')
  const files = runnableExperience(pageNames)
  let config = files['worker.config.ts'] ?? ''
  config = replace(
    config,
    'import { defineWorker }',
    "import { defineWorker, Producer } from 'samsa'\nimport { images, orders } from './topics.js'\nimport {}",
  )
  config = replace(
    config,
    'defineWorker({ routes,',
    `defineWorker({
  setup: async (container) => {
    const numbers = Array.from({ length: 40 }, (_, index) => index)
    const producer = container.resolve(Producer)
    await producer.send(orders, numbers.map((index) => ({ key: \`k\${index}\`, value: { id: \`o\${index}\`, amount: index } })))
    await producer.send(images, numbers.map((index) => ({ value: { id: \`i\${index}\`, url: \`\${index}.\${index % 8 === 0 ? 'gif' : 'png'}\` } })))
  },
  routes,`,
  )
  const cwd = stage.application({ ...files, 'worker.config.ts': config })
  const worker = stage.command({ args: ['start', '--embedded', '--until-idle', '1s'], cwd, env: { KAFKA_BROKERS: undefined } })
  must((await worker.exit) === 0, 'the exit code is 0')
  const charged = worker.prints.filter((line) => line.startsWith('charged '))
  must(new Set(charged).size === 40 && charged.length === 40, `every order is charged once: ${charged.length}`)
  const resized = worker.prints.filter((line) => line.startsWith('resized '))
  must(new Set(resized).size === 35 && resized.length === 35, `every image is resized once: ${resized.length}`)
  must(worker.events('record.rejected').length === 5, 'the others are rejected')
  must(worker.events('record.released').length === 3, 'and three were released before they were resized')
  must(worker.events('partition.assigned').length >= 4, 'on the four partitions of the broker inside the process')
})
