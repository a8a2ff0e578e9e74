import type { Emitter } from '../events/emitter.js'
import type { Sender } from './worker-parts.js'

/** How the senders of a worker ended. */
export interface SendersEnd {
  /** Sends without an answer. */
  readonly unanswered: number
  readonly hung: boolean
}

/** Closes all senders of a worker at the latest at `deadlineMs`, and tells what they gave up. Never rejects. */
export async function closeSenders(senders: ReadonlyMap<string, Sender>, deadlineMs: number, emitter: Emitter): Promise<SendersEnd> {
  const ends = await Promise.all(
    [...senders].map(async ([cluster, sender]) => {
      const { unanswered, hung } = await sender.close(deadlineMs)
      for (const { topic, count } of unanswered) emitter.emit('send.unanswered', { version: 1, cluster, topic, count })
      return { unanswered: unanswered.reduce((sum, { count }) => sum + count, 0), hung }
    }),
  )
  return { unanswered: ends.reduce((sum, end) => sum + end.unanswered, 0), hung: ends.some(({ hung }) => hung) }
}
