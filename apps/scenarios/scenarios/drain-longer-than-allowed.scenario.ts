// A handler that outlasts the drain time is told by its signal, its record is repeated by the new owner, and everything else is handled once.
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  stage.expect('handler.late', 'SAMSA_DRAIN_DEADLINE')
  const topic = await stage.topic('slow', 2)
  const sent = await stage.feed().numbered(topic, 200, 2)
  const options = { drain: '2s' }
  const longAt = { 10: 600_000 }
  const first = stage.worker({ topics: [topic], options, handler: { workMs: 5, longAt } })
  await until(
    'both partitions stand at the long record',
    () => stage.entries().filter(({ what, offset }) => what === 'begin' && offset === 10).length === 2,
  )
  const second = stage.worker({ topics: [topic], options, handler: { workMs: 5 } })
  await first.heard('handler.late')
  await first.heard('partition.revoked')
  const cut = stage.entries().filter(({ what }) => what === 'cut')
  must(cut.length === 1 && cut[0]?.offset === 10, `one call was cut, that of the long record: ${JSON.stringify(cut)}`)
  await second.heard('partition.assigned')
  await until(
    'the second worker has handled its partition',
    () => stage.entries().filter(({ what, worker }) => what === 'end' && worker === second.name).length === 90,
  )
  // the first worker still runs the long record of the partition that it kept
  must((await first.stop()) === 2, 'the first worker was cut at the deadline of its stop')
  const found = await stage.handledAll(topic, sent)
  must(found.repeated.length === 0, `nothing ended twice: ${found.repeated.join(' ')}`)
  must((await second.stop()) === 0, 'the second worker stops cleanly')
})
