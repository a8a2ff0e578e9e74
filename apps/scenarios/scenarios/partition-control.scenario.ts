// context.partition: a paused partition waits while another goes on and is not fetched twice, resume goes on where it was, seek repeats exactly from its offset and is an event.
import {
  consumerGroup,
  type ConsumerGroupContext,
  defineRoutes,
  defineWorker,
  type PartitionControl,
  type RecordOf,
  string,
  topic,
} from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const name = await stage.topic('controlled', 2)
  const texts = topic(name, { value: string() })
  const seen: [number[], number[]] = [[], []]
  let paused: PartitionControl | undefined
  let soughtBack = false
  class Controlling {
    consume(record: RecordOf<typeof texts>, { partition }: ConsumerGroupContext) {
      seen[record.partition as 0 | 1].push(record.offset)
      if (record.partition === 1 && record.offset === 5) {
        partition.pause()
        paused = partition
      }
      if (record.partition === 0 && record.offset === 30 && !soughtBack) {
        soughtBack = true
        partition.seek(10)
      }
    }
  }
  await stage.feed().numbered(name, 100, 2)
  const routes = defineRoutes(consumerGroup(stage.name('control'), (group) => group.topic(texts, { consumer: Controlling })))
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))

  await until('the other partition is done, and repeated', () => seen[0].length === 31 + 40)
  const from0To = (last: number) => Array.from({ length: last + 1 }, (_, offset) => offset)
  must(seen[0].join() === [...from0To(30), ...from0To(49).slice(10)].join(), `exactly from the offset of seek: ${seen[0].join()}`)
  must(paused !== undefined && seen[1].join() === '0,1,2,3,4,5', `the paused partition waits: ${seen[1].join()}`)
  must(handle.status().groups[0]?.partitions.find(({ partition }) => partition === 1)?.paused === true, 'the status says that it is paused')
  must(paused.position() === 6, `its position: ${paused.position()}`)
  paused.resume()
  await until('the paused partition is done', () => seen[1].length === 50)
  must(seen[1].join() === from0To(49).join(), `nothing twice, nothing left out: ${seen[1].join()}`)

  const moves = troubles.filter((trouble) => trouble.name === 'position.moved')
  must(moves.length === 1 && troubles.length === 1, `one event, that of the seek: ${JSON.stringify(troubles)}`)
  const [move] = moves
  must(
    move !== undefined && 'to' in move.event && move.event.to === 10 && 'cause' in move.event && move.event.cause === 'seek',
    `it says where to and why: ${JSON.stringify(move)}`,
  )
  await handle.stop()
  const committed = await stage.committed(stage.name('control'))
  must(committed.get(`${name}/0`) === 50 && committed.get(`${name}/1`) === 50, 'both are committed to their end')
})
