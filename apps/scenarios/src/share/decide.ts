import { randomFrom } from '../random.js'
import type { ShareEnding, ShareJob, ShareRule } from './share-job.js'

/** One delivery of a record. */
export interface ShareDelivery {
  readonly topic: string
  readonly partition: number
  readonly offset: number
  readonly deliveryCount: number
}

/** What a call does. */
export interface SharePlay {
  readonly as: ShareEnding
  readonly workMs: number
  readonly heedsSignal: boolean
}

function fits(rule: ShareRule, { topic, partition, offset, deliveryCount }: ShareDelivery): boolean {
  return (
    (rule.topic === undefined || rule.topic === topic) &&
    (rule.partition === undefined || rule.partition === partition) &&
    (rule.offsets === undefined || rule.offsets.includes(offset)) &&
    (rule.deliveryCounts === undefined || rule.deliveryCounts.includes(deliveryCount))
  )
}

/** Most deliveries are accepted; the rest is released, thrown at, rejected or takes longer than anybody waits. */
function atRandom({ partition, offset, deliveryCount }: ShareDelivery, seed: number, mostWorkMs: number): SharePlay {
  const random = randomFrom(seed + partition * 1_000_003 + offset * 31 + deliveryCount * 7_919)
  const [chance, share] = [random(), random()]
  const workMs = Math.floor(share * mostWorkMs)
  const as: ShareEnding = chance < 0.8 ? 'accept' : chance < 0.88 ? 'release' : chance < 0.95 ? 'throw' : 'reject'
  return { as, workMs, heedsSignal: share < 0.5 }
}

/** What the job has in mind for this delivery. */
export function decide(job: Pick<ShareJob, 'rules' | 'disorder' | 'workMs'>, delivery: ShareDelivery): SharePlay {
  const rule = job.rules.find((one) => fits(one, delivery))
  if (rule !== undefined) return { as: rule.as, workMs: rule.workMs ?? job.workMs, heedsSignal: rule.heedsSignal ?? true }
  if (job.disorder !== null) return atRandom(delivery, job.disorder.seed, job.disorder.mostWorkMs)
  return { as: 'accept', workMs: job.workMs, heedsSignal: true }
}
