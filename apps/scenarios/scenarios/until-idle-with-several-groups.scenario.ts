// --until-idle waits for every group: a slow one, one that retries, and one whose topic is filled by another; then the worker ends with exit code 0 and nothing is left.
import { must, scenario } from '../src/scenario.js'

const config = `
import { consumerGroup, defineRoutes, defineWorker, string, topic } from 'samsa'
const { SLOW, FAILING, CHAINED, GROUP } = process.env
const [slow, failing, chained] = [SLOW, FAILING, CHAINED].map((name) => topic(name, { value: string() }))
const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))
class Slow {
  async consume(record, context) {
    await pause(300)
    await context.send(chained, { value: record.value })
  }
}
class Failing {
  consume(record, { attempt }) {
    if (attempt < 5) throw new Error('not yet')
  }
}
class Chained {
  consume() {}
}
export default defineWorker({
  name: 'idle',
  routes: defineRoutes(
    consumerGroup(GROUP + '-slow', (group) => group.topic(slow, { consumer: Slow })),
    consumerGroup(GROUP + '-failing', (group) => group.topic(failing, { consumer: Failing })),
    consumerGroup(GROUP + '-chained', (group) => group.topic(chained, { consumer: Chained })),
  ),
  kafka: { 'bootstrap.servers': process.env.SAMSA_TEST_BROKERS },
})
`

await scenario(async (stage) => {
  stage.expect('record.retried')
  const [slow, failing, chained] = [await stage.topic('slow'), await stage.topic('failing'), await stage.topic('chained')]
  const feed = stage.feed()
  await feed.numbered(slow, 15, 1)
  await feed.numbered(failing, 1, 1)
  const env = { SLOW: slow, FAILING: failing, CHAINED: chained, GROUP: stage.name('g') }
  // shorter than the pauses between the attempts of the failing group: waiting is not idling
  const worker = stage.command({ args: ['start', '--until-idle', '400ms'], cwd: stage.application({ 'worker.config.mjs': config }), env })
  must((await worker.exit) === 0, `the exit code is 0: ${worker.tail()}`)
  const committed = await Promise.all(['slow', 'failing', 'chained'].map((group) => stage.committed(stage.name(`g-${group}`))))
  const ends = [committed[0]?.get(`${slow}/0`), committed[1]?.get(`${failing}/0`), committed[2]?.get(`${chained}/0`)]
  must(ends.join() === '15,1,15', `all groups are at their end: ${ends.join()}`)
  must(worker.events('record.retried').length === 4, 'the failing record had its five attempts')
})
