import type { RecoveryPolicy, RecoveryRule } from '../policy/recovery-policy.js'

/** Five attempts at a fixed distance of 100 ms, then Samsa's dead letters, with other parts where given. */
export function buildPolicy(parts: Partial<RecoveryPolicy> = {}): RecoveryPolicy {
  return {
    attempts: 5,
    backoff: { kind: 'fixed', delayMs: 100, jitter: false },
    ownBackoff: null,
    rules: [],
    deadLetter: 'application',
    whenExhausted: 'hold',
    afterDeliveries: null,
    ...parts,
  }
}

/** A rule for every error, or for those that `matches` says yes to. */
export function buildRule(
  action: RecoveryRule['action'],
  topic: string | null = null,
  matches: RecoveryRule['matches'] = () => true,
): RecoveryRule {
  return { matches, action, topic }
}
