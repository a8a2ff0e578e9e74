// A worker with a share group ends at its drain deadline though a handler never ends: exit code 2, it names the record, and the record goes to another member.
import { acceptedAll, countsOf, nothingLeft, stopCleanly } from '../src/share/share-calls.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('SAMSA_DRAIN_DEADLINE', 'record.released', 'handler.late')
  const topic = await stage.topic('jobs')
  const sent = await stage.feed().numbered(topic, 20, 1)
  const rules = [{ as: 'never', offsets: [3], deliveryCounts: [1], heedsSignal: false } as const]
  const settings = { lockDuration: '60s' }
  const first = shareWorker(stage, { topics: [topic], rules, settings, drain: '2s' })
  await acceptedAll(
    stage,
    topic,
    sent.filter(({ offset }) => offset !== 3),
  )
  must((await first.stop()) === 2, `the exit code says that something was cut: ${await first.exit}`)
  const told = first.events('SAMSA_DRAIN_DEADLINE')
  must(told.length === 1 && JSON.stringify(told).includes(`${topic}/0/3`), `it names the record: ${JSON.stringify(told)}`)
  must(
    stage.entries().some(({ what, offset }) => what === 'signal' && offset === 3),
    'its signal had fired',
  )
  const second = shareWorker(stage, { topics: [topic], settings })
  await acceptedAll(stage, topic, sent)
  await until('it came a second time', () => countsOf(stage, { topic, partition: 0, offset: 3 }).join() === '1,2')
  await nothingLeft(stage, topic, 1)
  await stopCleanly(second)
})
