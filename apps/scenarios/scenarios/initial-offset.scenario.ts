// A group without positions begins at the first record, at the end, or at the first record of a time given as an age or a Date; a committed position wins.
import { consumerGroup, defineRoutes, defineWorker, type InitialOffsetOption, type RecordOf, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario, type Stage } from '../src/scenario.js'
import { until } from '../src/until.js'

/** Runs a group until it has handled the record `last`; answers all that it handled. */
async function read(
  stage: Stage,
  name: string,
  group: string,
  initialOffset: InitialOffsetOption,
  assigned: () => Promise<unknown>,
  last: string,
): Promise<string> {
  const texts = topic(name, { value: string() })
  const seen: string[] = []
  class Collect {
    consume(record: RecordOf<typeof texts>) {
      seen.push(record.value)
    }
  }
  const routes = defineRoutes(
    consumerGroup(stage.name(group), (builder) => {
      builder.options({ initialOffset })
      builder.topic(texts, { consumer: Collect })
    }),
  )
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await until(`${group} has its partition`, () => handle.status().groups[0]?.partitions[0]?.position != null)
  await assigned()
  await until(`${group} has come to ${last}`, () => seen.includes(last))
  await handle.stop()
  must(troubles.length === 0, `no trouble: ${JSON.stringify(troubles)}`)
  return seen.join()
}

await scenario(async (stage) => {
  const name = await stage.topic('history')
  const feed = stage.feed()
  const hourMs = 3_600_000
  const nowMs = Date.now()
  // one at a time: the broker keeps the order of times only between batches
  for (const [value, ageMs] of [
    ['old', 3 * hourMs],
    ['middle', 1.5 * hourMs],
    ['young', 0.5 * hourMs],
  ] as const)
    await feed.send(name, [{ value, timestampMs: nowMs - ageMs }])
  const nothing = () => Promise.resolve()
  must((await read(stage, name, 'earliest', 'earliest', nothing, 'young')) === 'old,middle,young', 'earliest begins at the first')
  must((await read(stage, name, 'age', '-1h', nothing, 'young')) === 'young', 'an age begins at the first record that is no older')
  must(
    (await read(stage, name, 'date', new Date(nowMs - 2 * hourMs), nothing, 'young')) === 'middle,young',
    'a Date begins at the first record from then on',
  )
  must(
    (await read(stage, name, 'latest', 'latest', () => feed.send(name, [{ value: 'new' }]), 'new')) === 'new',
    'latest begins behind the last',
  )
  must(
    (await read(stage, name, 'latest', 'earliest', () => feed.send(name, [{ value: 'newer' }]), 'newer')) === 'newer',
    'a committed position wins',
  )
})
