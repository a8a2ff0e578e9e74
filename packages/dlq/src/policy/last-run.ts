import type { RecoveryPolicy } from './recovery-policy.js'

/**
 * The last delivery of a share group's record in which its class is called: one that arrives above it is dead-lettered, or rejected, without being run. One before the
 * limit where Samsa writes dead letters, so that a crash in the last run loses nothing.
 *
 * @param deliveryLimit `share.delivery.count.limit`; `Infinity` where none is known
 */
export function lastRunDelivery(
  { attempts, deadLetter, afterDeliveries }: Pick<RecoveryPolicy, 'attempts' | 'deadLetter' | 'afterDeliveries'>,
  deliveryLimit: number,
): number {
  const standard = deadLetter === 'application' ? Math.max(1, deliveryLimit - 1) : deliveryLimit
  return Math.min(attempts, afterDeliveries ?? standard, deliveryLimit)
}
