// The application of docs/experience.md, in TypeScript and without a build step, handles every order and every image of a real Kafka once, rejects what is unsupported, and ends when it is idle.
import { runnableExperience } from '../src/experience.js'
import { must, scenario } from '../src/scenario.js'

const count = 40

await scenario(async (stage) => {
  // a graphics card without capacity, and formats that nobody supports
  stage.expect('record.released', 'record.rejected')
  const names = {
    orders: await stage.topic('orders', 4),
    images: await stage.topic('images', 4),
    billing: stage.name('billing'),
    thumbnails: stage.name('thumbnails'),
  }
  const numbers = Array.from({ length: count }, (_, index) => index)
  await stage.feed().send(
    names.orders,
    numbers.map((index) => ({ key: `k${index}`, value: JSON.stringify({ id: `o${index}`, amount: index }), partition: index % 4 })),
  )
  await stage.feed().send(
    names.images,
    numbers.map((index) => ({
      value: JSON.stringify({ id: `i${index}`, url: `${index}.${index % 8 === 0 ? 'gif' : 'png'}` }),
      partition: index % 4,
    })),
  )
  const cwd = stage.application(runnableExperience(names))
  // found upwards from here
  const worker = stage.command({
    args: ['start', '--until-idle', '5s'],
    cwd: `${cwd}/consumers`,
    env: { KAFKA_BROKERS: stage.broker.bootstrapServers },
  })
  must((await worker.exit) === 0, 'the exit code is 0')
  const charged = worker.prints.filter((line) => line.startsWith('charged '))
  must(new Set(charged).size === count && charged.length === count, `every order is charged once: ${charged.length}`)
  must(
    charged.every((line) => line.endsWith(' 1')),
    'at the first attempt',
  )
  must(
    worker.lines.some((line) => line['path'] === `${cwd}/worker.config.ts`),
    'the config that was found is logged',
  )
  const committed = await stage.committed(names.billing)
  must([...committed.values()].reduce((sum, offset) => sum + offset, 0) === count, 'everything is committed')

  const resized = worker.prints.filter((line) => line.startsWith('resized '))
  must(new Set(resized).size === 35 && resized.length === 35, `every image that is supported is resized once: ${resized.length}`)
  must(worker.events('record.rejected').length === 5, 'the others are rejected')
  must(worker.events('record.released').length === 3, 'and three were released before they were resized')
  const again = stage.command({
    args: ['start', '--until-idle', '5s', '--group', names.thumbnails],
    cwd,
    env: { KAFKA_BROKERS: stage.broker.bootstrapServers },
  })
  must((await again.exit) === 0 && !again.prints.some((line) => line.startsWith('resized ')), 'nothing of it comes again')
})
