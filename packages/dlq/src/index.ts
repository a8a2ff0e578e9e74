export { decideOutcome, type RecoveryDecision, type RetryDecision } from './policy/decide-outcome.js'
export { retryInPlace, type RecoveryPolicy } from './policy/recovery-policy.js'
