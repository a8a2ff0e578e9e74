// Eight members of a share group on two partitions, with producer batches of one record, all get work, and every record is handled once.
import { defineRoutes, defineWorker, type RecordOf, shareGroup, string, topic } from 'samsa'
import { inProcess } from '../src/in-process.js'
import { must, scenario } from '../src/scenario.js'
import { until } from '../src/until.js'

const members = 8
const records = 1_200

await scenario(async (stage) => {
  const name = await stage.topic('jobs', 2)
  const jobs = topic(name, { value: string() })
  const handled = new Map<number, string[]>()
  const join = (member: number) => {
    class Work {
      async consume(record: RecordOf<typeof jobs>) {
        await new Promise((resolve) => setTimeout(resolve, 20))
        handled.set(member, [...(handled.get(member) ?? []), record.id])
      }
    }
    const routes = defineRoutes(
      shareGroup(stage.name('group'), (group) => {
        group.settings({ offsetReset: 'earliest' })
        group.options({ members: 1 })
        group.topic(jobs, { consumer: Work, concurrency: 2 })
      }),
    )
    return inProcess(defineWorker({ name: `member${member}`, routes, kafka: { 'bootstrap.servers': stage.broker.bootstrapServers } }))
  }
  const workers = Array.from({ length: members }, (_, member) => join(member))
  await Promise.all(workers.map(({ handle }) => handle.started))
  const feed = stage.feed({ 'linger.ms': 0, 'batch.num.messages': 1 })
  await feed.numbered(name, records, 2)
  const all = () => [...handled.values()].flat()
  await until('every record is handled', () => new Set(all()).size === records)
  must(all().length === records, `each once: ${all().length}`)
  const idle = Array.from({ length: members }, (_, member) => member).filter((member) => !handled.has(member))
  must(
    idle.length === 0,
    `members without work: ${idle.join()}; ${[...handled].map(([member, ids]) => `${member}: ${ids.length}`).join(' ')}`,
  )
  const ends = await Promise.all(workers.map(({ handle }) => handle.stop()))
  must(
    ends.every(({ exitCode }) => exitCode === 0),
    'all stop cleanly',
  )
  must(
    workers.every(({ troubles }) => troubles.length === 0),
    `no trouble: ${JSON.stringify(workers.flatMap(({ troubles }) => troubles))}`,
  )
})
