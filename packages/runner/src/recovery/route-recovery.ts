import type { DeadLetterWriter, RecoveryPolicy } from '@samsa/dlq'

/** What becomes of the failures of a route. */
export interface RouteRecovery {
  readonly policy: RecoveryPolicy
  /** Used where the policy decides for dead letters of the application. */
  readonly writer: DeadLetterWriter
  /** Topic that the brokers write dead letters to (KIP-1191); `null`: none. */
  readonly brokerTopic: string | null
}
