// Workers join, stop and are killed, the broker is restarted, at random from a fixed seed: no record is lost, and nothing is handled twice unless a process was killed or a partition lost.
import { writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { startBroker } from '@samsa/testkit'
import { type Sent } from '../src/feed.js'
import { randomFrom } from '../src/random.js'
import { must, Stage } from '../src/scenario.js'
import { until } from '../src/until.js'
import { type WorkerProcess } from '../src/worker-process.js'

const { values } = parseArgs({ options: { seconds: { type: 'string', default: '30' }, seed: { type: 'string', default: '1' } } })
const endMs = performance.now() + Number(values.seconds) * 1_000
const random = randomFrom(Number(values.seed))
const partitions = 6
const mostWorkers = 4
const restartsEveryMs = 15_000

const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** What has happened so far that excuses repeats. */
interface Mishaps {
  kills: number
  restarts: number
}

async function step(stage: Stage, draft: Parameters<Stage['worker']>[0], mishaps: Mishaps): Promise<void> {
  const alive = stage.workers.filter((worker) => worker.running)
  const chance = random()
  if (alive.length === 0 || (alive.length < mostWorkers && chance < 0.5)) stage.worker(draft)
  else if (chance < 0.75) await stopOne(pick(alive))
  else {
    pick(alive)?.signal('SIGKILL')
    mishaps.kills++
  }
}

async function stopOne(worker: WorkerProcess | undefined): Promise<void> {
  const code = await worker?.stop()
  must(code === 0 || code === 2, `${worker?.name} stops, exit code ${code}`)
}

async function play(stage: Stage): Promise<string> {
  const topic = await stage.topic('chaos', partitions)
  const feed = stage.feed({ 'message.timeout.ms': 120_000 })
  const draft = { topics: [topic], options: { protocol: 'consumer' }, handler: { workMs: 2 } }
  const sent: Sent[] = []
  const mishaps: Mishaps = { kills: 0, restarts: 0 }
  let restartAtMs = performance.now() + restartsEveryMs
  while (performance.now() < endMs) {
    sent.push(...(await feed.numbered(topic, 600, partitions, sent.length)))
    await step(stage, draft, mishaps)
    if (performance.now() > restartAtMs) {
      await stage.broker.kill('SIGKILL')
      await stage.broker.restart()
      mishaps.restarts++
      restartAtMs = performance.now() + restartsEveryMs
    }
    await pause(200 + random() * 1_500)
  }
  const last = stage.worker(draft)
  const found = await stage.handledAll(topic, sent, 180_000)
  must(mishaps.kills + mishaps.restarts > 0 || found.repeated.length === 0, `handled twice without a mishap: ${found.repeated.length}`)
  for (const worker of stage.workers) if (worker.running && worker !== last) await stopOne(worker)
  await until(
    'everything is committed',
    async () => [...(await stage.committed(stage.name('group'))).values()].reduce((sum, offset) => sum + offset, 0) === sent.length,
  )
  await stopOne(last)
  return `${sent.length} records, ${stage.workers.length} workers, ${mishaps.kills} kills, ${mishaps.restarts} broker restarts, ${found.repeated.length} repeats`
}

const broker = await startBroker({ own: true })
const stage = new Stage(broker)
let failed = 0
try {
  console.log(`chaos of ${values.seconds} s, seed ${values.seed}: ${await play(stage)}`)
} catch (error) {
  failed = 1
  console.error(`chaos of ${values.seconds} s, seed ${values.seed} failed`, error)
  for (const worker of stage.workers) console.error(worker.tail())
}
await stage.close()
await broker.stop()
const summary = process.env['SAMSA_SUMMARY_FILE']
if (summary) writeFileSync(summary, JSON.stringify({ passed: 1 - failed, failed, skipped: 0 }))
process.exitCode = failed
