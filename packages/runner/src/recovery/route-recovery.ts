import type { DeadLetterWriter, RecoveryPolicy } from '@samsa/dlq'

/** What becomes of the failures of a route. */
export interface RouteRecovery {
  readonly policy: RecoveryPolicy
  /** `null` where no dead letters are written: the policy decides for none then. */
  readonly writer: DeadLetterWriter | null
  /** Topic that the brokers write dead letters to (KIP-1191); `null`: none. */
  readonly brokerTopic: string | null
}
