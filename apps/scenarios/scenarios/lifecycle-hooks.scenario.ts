// A class with hooks, one instance per partition: onAssigned before its first record, onIdle at the end of the partition, onRevoked before another member gets it, onShutdown at the stop.
import { consumerGroup, defineRoutes, defineWorker, type PartitionControl, type RecordOf, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const name = await stage.topic('hooks', 2)
  const texts = topic(name, { value: string() })
  const calls: { worker: string; partition: number; what: string }[] = []

  const open = (worker: string) => {
    class Hooked {
      #partition = -1
      async onAssigned(partition: PartitionControl) {
        this.#partition = partition.number
        await new Promise((resolve) => setImmediate(resolve))
        this.#note('assigned')
      }
      consume(record: RecordOf<typeof texts>) {
        must(record.partition === this.#partition, 'an instance serves one partition')
        this.#note(`record ${record.offset}`)
      }
      onIdle() {
        this.#note('idle')
      }
      onRevoked() {
        this.#note('revoked')
      }
      onShutdown() {
        this.#note('shutdown')
      }
      #note(what: string) {
        calls.push({ worker, partition: this.#partition, what })
      }
    }
    const routes = defineRoutes(consumerGroup(stage.name('hooks'), (group) => group.topic(texts, { consumer: Hooked })))
    return inProcess(defineWorker({ name: worker, routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  }
  const of = (worker: string, partition: number) =>
    calls.filter((call) => call.worker === worker && call.partition === partition).map(({ what }) => what)

  await stage.feed().send(
    name,
    [0, 1].flatMap((partition) => [
      { value: 'a', partition },
      { value: 'b', partition },
    ]),
  )
  const first = open('first')
  await until('both partitions are idle after their records', () =>
    [0, 1].every((partition) => of('first', partition).join().endsWith('record 1,idle')),
  )
  for (const partition of [0, 1]) {
    const [assigned, ...rest] = of('first', partition)
    must(
      assigned === 'assigned' && rest.filter((what) => what !== 'idle').join() === 'record 0,record 1',
      `in order: ${of('first', partition).join()}`,
    )
  }

  const second = open('second')
  const moved = await until('a partition is handed over', () =>
    calls.find(({ worker, what }) => worker === 'second' && what === 'assigned'),
  )
  must(of('first', moved.partition).at(-1) === 'revoked', `the first gave it up before: ${of('first', moved.partition).join()}`)
  const kept = 1 - moved.partition
  await first.handle.stop()
  must(of('first', kept).at(-1) === 'shutdown', `the partition that it kept: ${of('first', kept).join()}`)
  must(!of('first', moved.partition).includes('shutdown') && !of('first', kept).includes('revoked'), 'one end for each instance')
  await second.handle.stop()
  const troubles = [...first.troubles, ...second.troubles]
  must(troubles.length === 0, `no trouble: ${JSON.stringify(troubles)}`)
})
