import type { Subscription } from '@samsa/contracts'

/** What the engine chooses unless the user's `kafka` settings say otherwise. */
const defaults = {
  // new topics and partitions are seen within this time
  'topic.metadata.refresh.interval.ms': '30000',
} as const

const ordinaryPollIntervalMs = 300_000
const longestPollIntervalMs = 86_400_000

/**
 * `max.poll.interval.ms` of a member. With records in hand it cannot poll, and a member that does not poll for so long leaves its group: two locks are the least, so that a
 * handler that hangs costs its own record and nothing else.
 */
export const pollIntervalMs = (lockMs: number): number => Math.min(longestPollIntervalMs, Math.max(ordinaryPollIntervalMs, 2 * lockMs))

const longestFetchWaitMs = 500

/**
 * `fetch.wait.max.ms` of a member, at most 500 ms. A released record ends no fetch that waits at the broker for another member (Kafka completes waiting fetches of a share partition
 * only when its start moves, a lock ends or a session ends): whoever waits longer gets it later, and closing waits for the fetch as well.
 */
function fetchWaitMs(given: string | undefined): string {
  return given === undefined || Number(given) > longestFetchWaitMs ? String(longestFetchWaitMs) : given
}

/** librdkafka's properties for one member: the engine's defaults, the user's settings over them, what the engine owns over both. */
export function memberSettings(
  subscription: Subscription,
  plan: { readonly number: number; readonly pollSize: number; readonly lockMs: number },
): Readonly<Record<string, string>> {
  return {
    ...defaults,
    'max.poll.records': String(plan.pollSize),
    'max.poll.interval.ms': String(pollIntervalMs(plan.lockMs)),
    ...subscription.kafka,
    'fetch.wait.max.ms': fetchWaitMs(subscription.kafka['fetch.wait.max.ms']),
    'group.id': subscription.group,
    'client.id': `${subscription.clientId}-${plan.number}`,
  }
}

/** The poll size that the user has fixed by `max.poll.records`; `null`: it is the engine's to choose. */
export function fixedPollSize({ kafka }: Subscription): number | null {
  const size = Number(kafka['max.poll.records'])
  return Number.isInteger(size) && size > 0 ? size : null
}
