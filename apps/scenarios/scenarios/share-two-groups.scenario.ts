// Two share groups on one topic, in one worker, are independent: each handles every record, what one rejects or releases is nothing to the other.
import {
  accept,
  defineRoutes,
  defineWorker,
  reject,
  release,
  type RecordOf,
  shareGroup,
  type ShareGroupContext,
  string,
  topic,
} from 'samsa'
import { inProcess } from '../src/in-process.js'
import { nothingLeft } from '../src/share/share-calls.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

await scenario(async (stage) => {
  const name = await stage.topic('jobs', 2)
  const jobs = topic(name, { value: string() })
  const calls: Record<'picky' | 'plain', string[]> = { picky: [], plain: [] }
  class Picky {
    consume({ id, offset }: RecordOf<typeof jobs>, { deliveryCount }: ShareGroupContext) {
      calls.picky.push(`${id} ${deliveryCount}`)
      if (offset % 3 === 0) return reject('not mine')
      return offset % 3 === 1 && deliveryCount === 1 ? release('later') : accept
    }
  }
  class Plain {
    consume({ id }: RecordOf<typeof jobs>, { deliveryCount }: ShareGroupContext) {
      calls.plain.push(`${id} ${deliveryCount}`)
    }
  }
  const block = (label: string, Class: typeof Picky | typeof Plain) =>
    shareGroup(stage.name(label), (group) => {
      group.settings({ offsetReset: 'earliest' })
      group.topic(jobs, { consumer: Class as typeof Plain })
    })
  const routes = defineRoutes(block('picky', Picky), block('plain', Plain))
  const { handle, troubles } = inProcess(defineWorker({ routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  await handle.started
  const sent = await stage.feed().numbered(name, 60, 2)
  await until('both have all', () => calls.plain.length >= 60 && calls.picky.length >= 80)
  for (const label of ['picky', 'plain']) await nothingLeft(stage, name, 2, stage.name(label))
  must(calls.plain.length === 60 && calls.plain.every((call) => call.endsWith(' 1')), 'the plain group has each record once')
  const again = sent.filter(({ offset }) => offset % 3 === 1).map(({ partition, offset }) => `${name}/${partition}/${offset} 2`)
  must(
    again.every((call) => calls.picky.includes(call)) && calls.picky.length === 60 + again.length,
    'the other has what it released again',
  )
  must((await handle.stop()).exitCode === 0, 'the worker stops cleanly')
  const strange = troubles.filter(({ name: code }) => !['record.released', 'record.rejected'].includes(code))
  must(
    strange.length === 0 && troubles.every(({ event }) => 'group' in event && event.group === stage.name('picky')),
    `no other trouble: ${JSON.stringify(troubles)}`,
  )
})
