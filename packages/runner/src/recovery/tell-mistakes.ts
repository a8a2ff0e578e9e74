import { SamsaError, textOfThrown } from '@samsa/contracts'
import type { GroupEvents, PartitionName } from '../events/group-events.js'

/** Tells what rules and the application's own backoff threw while they were asked about a failure: they counted as not given. */
export function tellMistakes(events: GroupEvents, at: PartitionName, offset: number, mistakes: readonly unknown[]): void {
  for (const mistake of mistakes) {
    const message = `a rule of retry.on, or the backoff of the policy, threw and counts as not given: ${textOfThrown(mistake)}`
    events.record('policy.failed', at, offset, { error: new SamsaError('SAMSA_POLICY_FAILED', message, { cause: mistake }) })
  }
}
