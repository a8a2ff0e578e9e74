import type { ConsumerRecord, ShareGroupContext } from '@samsa/contracts'
import type { RecoveryRule } from '@samsa/dlq'
import { shareHarness, type ShareHarness, type ShareHarnessOptions } from './share-harness.js'

/** The same wait before each attempt. */
export const fixed = (delayMs: number) => ({ kind: 'fixed', delayMs, jitter: false }) as const
/** A rule about everything that is thrown. */
export const always = (action: RecoveryRule['action'], to: string | null = null): RecoveryRule => ({
  matches: () => true,
  action,
  topic: to,
})

/** A session whose class fails at some offsets. */
export interface FailingRecords extends ShareHarness {
  /** What the class was called with: `offset:attempt`. */
  readonly calls: string[]
  /** Offsets that fail. */
  readonly poison: Set<number>
}

/** A class that always fails at these offsets. */
export function failing(offsets: readonly number[], more: Partial<ShareHarnessOptions> = {}): FailingRecords {
  const calls: string[] = []
  const poison = new Set(offsets)
  const consume = (record: ConsumerRecord, { attempt }: ShareGroupContext): void => {
    calls.push(`${record.offset}:${attempt}`)
    if (poison.has(record.offset)) throw new Error('no')
  }
  return { ...shareHarness({ consumer: { consume }, ...more }), calls, poison }
}

/** What was told of dead letters: offset, attempt, delivery count, cause. */
export const letters = (harness: ShareHarness): readonly unknown[] =>
  harness.named('record.dead-lettered').map(({ offset, attempt, deliveryCount, cause }) => [offset, attempt, deliveryCount, cause])
