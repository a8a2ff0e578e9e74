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

/** A class that always fails at these offsets, and what it was called with: `offset:attempt`. */
export function failing(poison: readonly number[], more: Partial<ShareHarnessOptions> = {}): ShareHarness & { readonly calls: string[] } {
  const calls: string[] = []
  const consume = (record: ConsumerRecord, { attempt }: ShareGroupContext): void => {
    calls.push(`${record.offset}:${attempt}`)
    if (poison.includes(record.offset)) throw new Error('no')
  }
  return { ...shareHarness({ consumer: { consume }, ...more }), calls }
}

/** What was told of dead letters: offset, attempt, delivery count, cause. */
export const letters = (harness: ShareHarness): readonly unknown[] =>
  harness.named('record.dead-lettered').map(({ offset, attempt, deliveryCount, cause }) => [offset, attempt, deliveryCount, cause])
