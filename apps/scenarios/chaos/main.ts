// Workers join, stop, are killed and frozen, the broker is killed and restarted, at random from a fixed seed, with each group protocol in turn: no record is lost, no position is ever
// ahead of what was handled or dead-lettered, poison ends as dead letters and nothing else does, the order of a partition is kept, and nothing is handled twice or reported without a mishap that explains it.
import { type Sent } from '../src/feed.js'
import { randomFrom } from '../src/random.js'
import type { Stage } from '../src/scenario.js'
import { until } from '../src/until.js'
import { couldNotLeave, freeze, kill, type Mishaps, restart, stop } from './disaster.js'
import { chaosOptions, runChaos } from './run-chaos.js'
import { type ChaosPolicy, judge, neverAhead, withoutEnd } from './verdict.js'

const chosen = chaosOptions()
const { seed } = chosen
const random = randomFrom(seed)
const partitions = 6
const mostWorkers = 4
const restartsEveryMs = 15_000
const protocols: readonly { readonly protocol: string; readonly assignor?: string }[] = [
  { protocol: 'consumer' },
  { protocol: 'classic', assignor: 'cooperative-sticky' },
  { protocol: 'classic', assignor: 'range' },
]
const options = protocols[seed % protocols.length] ?? { protocol: 'auto' }
// of the classic protocol; that of KIP-848 is the broker's
const kafka = options.protocol === 'classic' ? { 'session.timeout.ms': 6_000 } : {}

const mode = seed % 2 === 0 ? 'batch' : 'record'
const policy: ChaosPolicy = { attempts: 3, poisonEvery: 80 }

// poison without any mishap
const ordinary = ['record.retried', 'record.dead-lettered']
// what a mishap may be followed by; anything else that warns is a failure
const consequences = [
  'group.troubled',
  'SAMSA_NO_BROKER',
  'commit.failed',
  'partition.lost',
  'settlement.lost',
  'settlement.unknown',
  'settlement.dropped',
  'handler.late',
  'group.failed',
  'dead-letter.failed',
  'SAMSA_COMMIT_FAILED',
]

const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function step(stage: Stage, draft: Parameters<Stage['worker']>[0], mishaps: Mishaps): Promise<void> {
  const alive = stage.workers.filter((worker) => worker.running)
  const [chance, worker] = [random(), pick(alive)]
  if (worker === undefined || (alive.length < mostWorkers && chance < 0.5)) stage.worker(draft)
  else if (chance < 0.7) await stop(worker, mishaps)
  else if (chance < 0.93) await kill(worker, mishaps)
  else await freeze(worker, mishaps)
}

async function play(stage: Stage): Promise<string> {
  const endMs = performance.now() + chosen.seconds * 1_000
  const topic = await stage.topic('chaos', partitions)
  const feed = stage.feed({ 'message.timeout.ms': 120_000 })
  const retry = { attempts: policy.attempts, backoff: { kind: 'fixed', delay: '20ms', jitter: true } }
  const draft = {
    topics: [topic],
    mode,
    options,
    kafka,
    route: { retry },
    handler: { workMs: 2, poisonEvery: policy.poisonEvery },
  } as const
  const sent: Sent[] = []
  const mishaps: Mishaps = { stops: 0, kills: 0, freezes: [], restarts: 0 }
  let restartAtMs = performance.now() + restartsEveryMs
  while (performance.now() < endMs) {
    sent.push(...(await feed.numbered(topic, 600, partitions, sent.length)))
    await step(stage, draft, mishaps)
    await neverAhead(stage, topic)
    if (performance.now() > restartAtMs) {
      await restart(stage.broker, mishaps)
      restartAtMs = performance.now() + restartsEveryMs
    }
    await pause(200 + random() * 1_500)
  }
  const last = stage.worker(draft)
  await until('every record has its end', async () => (await withoutEnd(stage, topic, sent)).length === 0, 180_000)
  for (const worker of stage.workers) if (worker.running && worker !== last) await stop(worker, mishaps)
  await until(
    'everything is committed',
    async () => [...(await stage.committed(stage.name('group'))).values()].reduce((sum, offset) => sum + offset, 0) === sent.length,
  )
  await stop(last, mishaps)
  stage.expect(...ordinary)
  if (mishaps.kills + mishaps.freezes.length + mishaps.restarts > 0) stage.expect(...consequences)
  if (options.protocol === 'classic') stage.expect(couldNotLeave)
  const ends = await judge(stage, topic, sent, mishaps, policy)
  const { stops, kills, freezes, restarts } = mishaps
  return `${Object.values(options).join(' ')}, ${mode}: ${sent.length} records, ${stage.workers.length} workers, ${stops} stops, ${kills} kills, ${freezes.length} freezes, ${restarts} broker restarts, ${ends}`
}

await runChaos('chaos', chosen, play, { settings: { 'group.consumer.session.timeout.ms': 6_000 } })
