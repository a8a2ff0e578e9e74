import { randomFrom } from '../random.js'
import type { Disorder, ShareEnding, ShareJob, ShareMode, ShareRule, ShareThrow } from './share-job.js'

/** One execution of a record. */
export interface ShareDelivery {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly deliveryCount: number
  readonly attempt: number
}

/** The part of a job that decides about executions. */
export type ShareIntent = Pick<ShareJob, 'rules' | 'disorder' | 'workMs'>

/** What a call does. */
export interface SharePlay {
  readonly as: ShareEnding
  readonly error: ShareThrow
  readonly workMs: number
  readonly heedsSignal: boolean
}

function fits(rule: ShareRule, { topic, partition, offset, deliveryCount, attempt }: ShareDelivery): boolean {
  return (
    (rule.topic === undefined || rule.topic === topic) &&
    (rule.partition === undefined || rule.partition === partition) &&
    (rule.offsets === undefined || rule.offsets.includes(offset)) &&
    (rule.deliveryCounts === undefined || rule.deliveryCounts.includes(deliveryCount)) &&
    (rule.attempts === undefined || rule.attempts.includes(attempt))
  )
}

const longOnes = 0.002

/** Most executions are accepted; the rest is released, thrown at or rejected, and a few take longer than their lock. */
function atRandom({ partition, offset, deliveryCount, attempt }: ShareDelivery, { seed, mostWorkMs, longWorkMs }: Disorder): SharePlay {
  const random = randomFrom(seed * 7_368_787 + partition * 1_000_003 + offset * 31 + deliveryCount * 7_919 + attempt * 104_729)
  const [chance, share, length, heeds] = [random(), random(), random(), random()]
  const as: ShareEnding = chance < 0.8 ? 'accept' : chance < 0.88 ? 'release' : chance < 0.95 ? 'throw' : 'reject'
  return { as, error: 'plain', workMs: length < longOnes ? longWorkMs : Math.floor(share * mostWorkMs), heedsSignal: heeds < 0.5 }
}

/** What the job has in mind for this execution. */
export function decide(job: ShareIntent, delivery: ShareDelivery, mode: ShareMode = 'record'): SharePlay {
  const play = decideFreely(job, delivery)
  // a batch that settles nothing has no outcome for a single record
  return mode === 'whole' && !['throw', 'never', 'crash'].includes(play.as) ? { ...play, as: 'accept' } : play
}

function decideFreely(job: ShareIntent, delivery: ShareDelivery): SharePlay {
  const rule = job.rules.find((one) => fits(one, delivery))
  if (rule !== undefined)
    return { as: rule.as, error: rule.error ?? 'plain', workMs: rule.workMs ?? job.workMs, heedsSignal: rule.heedsSignal ?? true }
  if (job.disorder !== null) return atRandom(delivery, job.disorder)
  return { as: 'accept', error: 'plain', workMs: job.workMs, heedsSignal: true }
}
