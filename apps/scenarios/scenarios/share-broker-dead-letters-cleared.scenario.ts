// limit: 90s
// Somebody tells the brokers to write the dead letters of a running share group no more: within half a minute group.troubled names the config and both values, the worker goes on, and /status shows it until the group is as declared again.
import { brokerTopicName, preparedTopic, setGroup } from '../src/share/broker-dead-letters.js'
import { acceptedAll, stopCleanly } from '../src/share/share-calls.js'
import { needsBrokerDeadLetters } from '../src/share/needs-kafka.js'
import { shareWorker } from '../src/share/share-worker.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'
import type { WorkerProcess } from '../src/worker-process.js'

/** Whether the health of a worker shows the group's settings as its trouble. */
async function isShown({ lines }: WorkerProcess): Promise<boolean> {
  const port = lines.find((line) => line['port'] !== undefined)?.['port'] as number
  return (await (await fetch(`http://127.0.0.1:${port}/status`)).text()).includes('SAMSA_GROUP_SETTING')
}

needsBrokerDeadLetters()
await scenario(async (stage) => {
  stage.expect('group.troubled')
  const topic = await stage.topic('images')
  const target = await preparedTopic(stage, 'images-of-broker')
  const feed = stage.feed()
  const before = await feed.numbered(topic, 5, 1)
  const args = ['--health-port', '0']
  const worker = shareWorker(stage, { topics: [topic], route: { deadLetter: { broker: target } }, args })
  await acceptedAll(stage, topic, before)
  must(worker.events('group.troubled').length === 0, 'nothing is wrong at first')
  await setGroup(stage, { [brokerTopicName]: '' })
  const [troubled] = await worker.heard('group.troubled')
  must(
    troubled?.['errorCode'] === 'SAMSA_GROUP_SETTING' && JSON.stringify(troubled).includes(`${brokerTopicName}= (declared: ${target})`),
    `it says what was changed: ${JSON.stringify(troubled)}`,
  )
  must(await isShown(worker), 'the health shows it')
  await setGroup(stage, { [brokerTopicName]: target })
  await until('the health shows it no more', async () => !(await isShown(worker)))
  await acceptedAll(stage, topic, await feed.numbered(topic, 5, 1, 5))
  must(worker.events('group.troubled').length === 1, 'it is told once')
  await stopCleanly(worker)
})
