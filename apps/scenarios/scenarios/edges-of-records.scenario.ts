// Offset 0, a single record, an empty topic, tombstones, empty keys and values, 1 MB records, repeated and null headers and aborted transactions arrive as they were written.
import { consumerGroup, defineRoutes, defineWorker, nullable, type RecordOf, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, orLater, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const [single, empty, odd, large, transactional] = await Promise.all(
    ['single', 'empty', 'odd', 'large', 'transactional'].map((label) => stage.topic(label, 1, { 'max.message.bytes': '3000000' })),
  )
  must(
    single !== undefined && empty !== undefined && odd !== undefined && large !== undefined && transactional !== undefined,
    'the topics exist',
  )
  const feed = stage.feed({ 'message.max.bytes': 3_000_000 })
  await feed.send(single, [{ key: 'only', value: 'one' }])
  const megabyte = 'm'.repeat(1_000_000)
  await feed.send(large, [{ value: megabyte }, { value: megabyte }, { value: 'small' }])
  await feed.send(odd, [
    { key: 'tombstone', value: null },
    { key: '', value: '' },
    { key: null, value: 'no key' },
    {
      key: 'headers',
      value: 'x',
      headers: [
        ['a', '1'],
        ['a', '2'],
        ['nothing', null],
        ['empty', ''],
      ],
    },
  ])
  const writer = stage.feed({ 'transactional.id': stage.name('writer') })
  await until('the coordinator knows the writer', () => writer.native.initTransactions(30_000).then(() => true, orLater))
  for (const [value, commits] of [
    ['kept-1', true],
    ['aborted', false],
    ['kept-2', true],
  ] as const) {
    await writer.native.beginTransaction()
    await writer.send(transactional, [{ value }])
    if (commits) await writer.native.commitTransaction(30_000)
    else await writer.native.abortTransaction(30_000)
  }

  const serdes = { key: nullable(string()), value: nullable(string()) }
  const all = [single, empty, odd, large, transactional].map((name) => topic(name, serdes))
  const seen: { topic: string; offset: number; key: string | null; value: string | null; headers: string[] }[] = []
  class Collect {
    consume(record: RecordOf<(typeof all)[number]>) {
      const headers = [...record.headers].map(([name, value]) => `${name}=${value === null ? 'null' : Buffer.from(value).toString()}`)
      seen.push({ topic: record.topic, offset: record.offset, key: record.key, value: record.value, headers })
    }
  }
  const routes = defineRoutes(consumerGroup(stage.name('edges'), (group) => group.topic(all, { consumer: Collect })))
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await until('all ten records are seen', () => seen.length >= 10)
  await until('the group has nothing left', () => handle.status().groups.every((group) => group.partitions.every(({ lag }) => lag === 0)))
  await handle.stop()
  const of = (name: string) => seen.filter((record) => record.topic === name)
  must(of(single).length === 1 && of(single)[0]?.offset === 0 && of(single)[0]?.value === 'one', 'the single record at offset 0')
  must(of(empty).length === 0, 'nothing of the empty topic')
  must(
    of(large)
      .map(({ value }) => value?.length)
      .join() === '1000000,1000000,5',
    'records of a megabyte',
  )
  must(
    of(odd)
      .map(({ key, value }) => `${key}:${value}`)
      .join() === 'tombstone:null,:,null:no key,headers:x',
    `keys and values as written: ${JSON.stringify(of(odd))}`,
  )
  must(of(odd)[3]?.headers.join() === 'a=1,a=2,nothing=null,empty=', `headers as written: ${of(odd)[3]?.headers.join()}`)
  must(
    of(transactional)
      .map(({ value }) => value)
      .join() === 'kept-1,kept-2',
    'only committed records',
  )
  must(troubles.length === 0, `no trouble: ${JSON.stringify(troubles)}`)
  const committed = await stage.committed(stage.name('edges'))
  must(
    committed.get(`${transactional}/0`) === 6,
    `the control records behind the last record are passed: ${committed.get(`${transactional}/0`)}`,
  )
})
