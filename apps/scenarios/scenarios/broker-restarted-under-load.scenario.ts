// own-broker
// limit: 180s
// The broker is killed and restarted under load: the worker goes on by itself, no record is lost.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect(
    'group.troubled',
    'SAMSA_NO_BROKER',
    'commit.failed',
    'partition.lost',
    'handler.late',
    'settlement.lost',
    'settlement.unknown',
    'settlement.dropped',
  )
  const topic = await stage.topic('load', 4)
  const sent = await stage.feed().numbered(topic, 6_000, 4)
  const worker = stage.worker({ topics: [topic], handler: { workMs: 5 } })
  await until('a tenth is handled', () => stage.ended() > 600)
  await stage.broker.kill('SIGKILL')
  await worker.heard('group.troubled')
  await stage.broker.restart()
  const found = await stage.handledAll(topic, sent, 150_000)
  must(
    found.outOfOrder.length === 0 || worker.events('partition.lost').length > 0,
    'order is kept unless the partition was lost and came again',
  )
  must((await worker.stop()) === 0, 'the worker stops cleanly')
})
