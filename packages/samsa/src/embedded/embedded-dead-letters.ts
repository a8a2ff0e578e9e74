import type { RoutingPlan, RoutingProblem } from '@samsa/routing'
import { brokerTopicOf, whereBroker } from '../dead-letters/broker-dead-letters.js'
import { shareGroupsOf } from '../settings/declared-settings.js'

/** Share groups that want the broker to write their dead letters: the one inside the process does not. */
export const embeddedDeadLetterProblems = (plan: RoutingPlan): readonly RoutingProblem[] =>
  shareGroupsOf(plan)
    .filter((group) => brokerTopicOf(group) !== null)
    .map((group) => ({
      severity: 'error',
      path: whereBroker(plan, group).path,
      places: whereBroker(plan, group).places,
      code: 'SAMSA_DEAD_LETTER_TOPIC',
      reason: 'the broker inside this process writes no dead letters',
      cure: `let Samsa write them (deadLetter: '${brokerTopicOf(group)}'), or use Kafka 4.4 or later`,
    }))
