// With deadLetter: false and whenExhausted: 'hold' a record that has no attempts left holds its partition, told once and seen in the health; other partitions go on, a stop is clean, and a successor that can handle it goes on there.
import { expectPassed } from '../src/expect-passed.js'
import { type Mode, quick } from '../src/poison.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

async function healthOf(worker: { readonly lines: readonly { readonly [field: string]: unknown }[] }): Promise<string> {
  const port = await until(
    'the health port is logged',
    () => worker.lines.find((line) => line['port'] !== undefined)?.['port'] as number | undefined,
  )
  return (await fetch(`http://127.0.0.1:${port}/status`)).text()
}

async function play(stage: Stage, mode: Mode): Promise<void> {
  const [topic, group] = [await stage.topic(mode, 2), stage.name(mode)]
  const feed = stage.feed()
  const sent = await feed.numbered(topic, 20, 2)
  const draft = { group, topics: [topic], mode, route: { retry: { ...quick, attempts: 2 }, deadLetter: false, whenExhausted: 'hold' } }
  const worker = stage.worker({ ...draft, handler: { faults: { '0/4': ['error'] } }, args: ['--health-port', '0'] })
  const [told] = await worker.heard('record.exhausted')
  must(told?.['offset'] === 4 && told['becomes'] === 'hold' && told['attempt'] === 2, `the event: ${JSON.stringify(told)}`)
  // whatever comes later for the other partition is handled while this one is held
  const later = await feed.numbered(topic, 40, 2, 20)
  const other = [...sent, ...later].filter(({ partition }) => partition === 1)
  await stage.handledAll(topic, other)
  await until('the position of the other partition is committed', async () => (await stage.committed(group)).get(`${topic}/1`) === 30)
  must((await healthOf(worker)).includes('"held"'), `the health shows it: ${await healthOf(worker)}`)
  must((await worker.stop()) === 0, 'a stop is clean')
  must(worker.events('record.exhausted').length === 1, 'it is told once')
  const begun = stage.entries().filter(({ what, topic: name, partition }) => what === 'begin' && name === topic && partition === 0)
  must(Math.max(...begun.map(({ offset }) => offset)) === 4, 'nothing behind it was started')
  must(begun.filter(({ offset }) => offset === 4).length === 2, 'it ran twice')
  await expectPassed(stage, topic, [4, 30], group)

  const successor = stage.worker(draft)
  const found = await stage.handledAll(topic, [...sent, ...later])
  must((await successor.stop()) === 0, 'the successor stops cleanly')
  must(found.repeated.length === 0, `what was handled is not repeated: ${found.repeated.join(' ')}`)
  await expectPassed(stage, topic, [30, 30], group)
}

await scenario(async (stage) => {
  stage.expect('record.retried', 'record.exhausted')
  await Promise.all([play(stage, 'record'), play(stage, 'batch')])
})
