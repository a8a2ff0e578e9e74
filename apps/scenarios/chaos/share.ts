// Members of a share group join, stop, are killed and frozen, the broker is killed and restarted, calls end at random, all from a fixed seed: every record ends accepted, rejected,
// dead-lettered or archived with an event, none is run more often than its policy says, and none is accepted twice without a lost, unknown or expired lease that explains it.
// Seeds take turns with the kinds of consumer class: records, batches settled one by one, batches that settle nothing.
import type { Sent } from '../src/feed.js'
import { randomFrom } from '../src/random.js'
import type { Stage } from '../src/scenario.js'
import { shareModes } from '../src/share/poison.js'
import { shareTroubles } from '../src/share/explain.js'
import { nothingLeft } from '../src/share/share-calls.js'
import type { ShareRule } from '../src/share/share-job.js'
import { type ShareDraft, shareWorker } from '../src/share/share-worker.js'
import { freeze, kill, type Mishaps, restart, stop } from './disaster.js'
import { chaosOptions, runChaos } from './run-chaos.js'
import { judgeShares } from './share-verdict.js'

const chosen = chaosOptions()
const random = randomFrom(chosen.seed)
const partitions = 4
const mostWorkers = 4
const restartsEveryMs = 12_000
const deliveryCountLimit = 10
const attempts = 5
const mode = shareModes[(chosen.seed + shareModes.length - 1) % shareModes.length] ?? 'record'
const lockMs = 2_000
// every 150th record fails at each attempt, so that some are dead letters
const poison: ShareRule = { as: 'throw', offsets: Array.from({ length: 1_000 }, (_, index) => index * 150 + 7) }

// dead letters that could not be written while the broker was away
const unwritten = 'dead-letter.failed'
// what calls that fail, and those that take longer than their lock, are followed by without any mishap
const ordinary = [
  'record.retried',
  'record.released',
  'record.rejected',
  'record.dead-lettered',
  'record.exhausted',
  'record.starved',
  'lease.expired',
  'lease.overcommitted',
  'handler.late',
  'settlement.dropped',
]

const pick = <T>(list: readonly T[]): T | undefined => list[Math.floor(random() * list.length)]
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

async function step(stage: Stage, draft: ShareDraft, mishaps: Mishaps): Promise<void> {
  const alive = stage.workers.filter((worker) => worker.running)
  const [chance, worker] = [random(), pick(alive)]
  if (worker === undefined || (alive.length < mostWorkers && chance < 0.5)) shareWorker(stage, draft)
  else if (chance < 0.7) await stop(worker, mishaps)
  else if (chance < 0.93) await kill(worker, mishaps)
  else await freeze(worker, mishaps)
}

async function play(stage: Stage): Promise<string> {
  const endMs = performance.now() + chosen.seconds * 1_000
  const topic = await stage.topic('chaos', partitions)
  const feed = stage.feed({ 'message.timeout.ms': 120_000 })
  const disorder = { seed: chosen.seed, mostWorkMs: 30, longWorkMs: lockMs * 1.5 }
  const settings = { lockDuration: `${lockMs}ms`, sessionTimeout: '6s', deliveryCountLimit }
  const retry = { attempts, backoff: { kind: 'exponential', first: '50ms', max: '2s', jitter: true } }
  const route = { concurrency: 16, retry, ...(mode === 'record' ? {} : { batch: { maxRecords: 8, maxWait: '20ms' } }) }
  const draft: ShareDraft = { topics: [topic], mode, settings, disorder, rules: [poison], route, tellsAll: true }
  const sent: Sent[] = []
  const mishaps: Mishaps = { stops: 0, kills: 0, freezes: [], restarts: 0 }
  let restartAtMs = performance.now() + restartsEveryMs
  while (performance.now() < endMs) {
    sent.push(...(await feed.numbered(topic, 400, partitions, sent.length)))
    await step(stage, draft, mishaps)
    if (performance.now() > restartAtMs) {
      await restart(stage.broker, mishaps)
      restartAtMs = performance.now() + restartsEveryMs
    }
    await pause(200 + random() * 1_500)
  }
  const last = shareWorker(stage, draft)
  await nothingLeft(stage, topic, partitions, undefined, 180_000)
  for (const worker of stage.workers) if (worker.running && worker !== last) await stop(worker, mishaps)
  await stop(last, mishaps)
  const { stops, kills, freezes, restarts } = mishaps
  stage.expect(...ordinary)
  if (kills + freezes.length + restarts > 0) stage.expect(...shareTroubles, unwritten, 'SAMSA_COMMIT_FAILED', 'SAMSA_KAFKA')
  const bounds = {
    attempts,
    lastRun: Math.min(attempts, deliveryCountLimit - 1),
    deliveryCountLimit,
    restarts,
    freezes,
    countsAreOwn: mode === 'record',
    repeats: mode === 'whole',
  }
  const ends = await judgeShares(stage, topic, sent, bounds)
  const disasters = `${stops} stops, ${kills} kills, ${freezes.length} freezes, ${restarts} broker restarts`
  return `${mode}: ${sent.length} records, ${stage.workers.length} workers, ${disasters}, ${ends}`
}

await runChaos('chaos of share groups', chosen, play, {})
