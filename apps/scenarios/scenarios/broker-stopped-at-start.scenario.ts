// own-broker
// limit: 60s
// The broker is down when a worker starts and comes up later: the worker waits, says so, and works without a restart.
import { must, scenario } from '../src/scenario.js'

await scenario(async (stage) => {
  stage.expect('group.troubled', 'group.failed', 'SAMSA_NO_BROKER')
  const topic = await stage.topic('late', 2)
  const sent = await stage.feed().numbered(topic, 100, 2)
  await stage.broker.kill('SIGKILL')
  const worker = stage.worker({ topics: [topic] })
  await worker.heard('SAMSA_NO_BROKER')
  await stage.broker.restart()
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, 'nothing is handled twice')
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
