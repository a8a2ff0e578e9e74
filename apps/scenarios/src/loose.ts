import { must, type Stage } from './scenario.js'
import { until } from './until.js'

/** Something that nobody catches: one line, running handlers are told, exit code 4, and what was handled before is not repeated. */
export async function loose(stage: Stage, how: 'exception' | 'rejection'): Promise<void> {
  stage.expect('SAMSA_UNCAUGHT', 'handler.late', 'SAMSA_DRAIN_DEADLINE')
  const topic = await stage.topic('loose', 2)
  const sent = await stage.feed().numbered(topic, 40, 2)
  const begun = (partition: number, at: number) =>
    stage.entries().some(({ what, partition: number, offset }) => what === 'begin' && number === partition && offset === at)
  // partition 0 runs a long record when partition 1 comes to its offset 10
  const first = stage.worker({
    topics: [topic],
    handler: { slow: { 1: 30 }, longAt: { 5: 600_000 }, looseAt: { 4: how } },
    args: ['--drain', '10m'],
  })
  await until('it ends by itself, long before its drain time', () => !first.running)
  must((await first.exit) === 4, `the exit code is 4: ${await first.exit}`)
  const told = first.events('SAMSA_UNCAUGHT')
  must(
    told.length >= 1 && told.every(({ msg }) => msg.includes('loose on purpose') && msg.includes(how)),
    `each is one line: ${first.tail()}`,
  )
  must(first.prints.length === 0, `and nothing else is printed: ${first.prints.join('\n')}`)
  must(begun(0, 4) || begun(1, 4), 'it came from the record that lets it loose')
  const second = stage.worker({ topics: [topic] })
  await stage.handledAll(topic, sent)
  must((await second.stop()) === 0, 'the successor stops cleanly')
}
