// `worker start --group --topic` runs these routes of these groups and nothing else: other groups are not joined, other topics of the group not read.
import { must, scenario } from '../src/scenario.js'

const config = `
import { consumerGroup, defineRoutes, defineWorker, string, topic } from 'samsa'
const { ORDERS, REFUNDS, GROUP } = process.env
const [orders, refunds] = [ORDERS, REFUNDS].map((name) => topic(name, { value: string() }))
class Print {
  consume(record, { group }) {
    console.log(group + ' ' + record.topic)
  }
}
const both = (group) => {
  for (const one of [orders, refunds]) group.topic(one, { consumer: Print })
}
export default defineWorker({
  routes: defineRoutes(consumerGroup(GROUP + '-billing', both), consumerGroup(GROUP + '-mail', both)),
  kafka: { 'bootstrap.servers': process.env.SAMSA_TEST_BROKERS },
})
`

await scenario(async (stage) => {
  const [orders, refunds] = [await stage.topic('orders', 2), await stage.topic('refunds', 2)]
  const feed = stage.feed()
  for (const topic of [orders, refunds]) await feed.numbered(topic, 20, 2)
  const env = { ORDERS: orders, REFUNDS: refunds, GROUP: stage.name('g') }
  const args = ['start', '--group', stage.name('g-billing'), '--topic', orders, '--until-idle', '500ms']
  const worker = stage.command({ args, cwd: stage.application({ 'worker.config.mjs': config }), env })
  must((await worker.exit) === 0, 'the exit code is 0')
  must(
    worker.prints.length === 20 && worker.prints.every((line) => line === `${stage.name('g-billing')} ${orders}`),
    `only this route: ${worker.prints.join()}`,
  )
  must(worker.events('group.joined').length === 1, 'one group is joined')
  const committed = await stage.committed(stage.name('g-billing'))
  must(
    [...committed.keys()].every((place) => place.startsWith(`${orders}/`)),
    'only this topic has positions',
  )
})
