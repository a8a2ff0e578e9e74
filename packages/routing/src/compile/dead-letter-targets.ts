import type { DeadLetterPlan } from '@samsa/contracts'
import type { CompiledDeadLetter } from './compile-dead-letter.js'
import type { CompiledRule } from './compile-rules.js'
import { findOption, type Layer } from './layer.js'

/** A dead-letter topic of a route, and where it was named. */
export interface DeadLetterTarget {
  /** Its name, `dlq.<topic>` with that placeholder. */
  readonly topic: string
  /** As a user would write it: `consumerGroup('billing').topic('orders').deadLetter`. */
  readonly path: string
  readonly places: readonly string[]
  /** Whether the broker writes to it: whatever is rejected in any route of the group. */
  readonly isBroker: boolean
}

/** Whether it is named after the topic that a record comes from. */
export const isDerived = ({ topic }: Pick<DeadLetterTarget, 'topic'>): boolean => topic.includes('<topic>')

/** Every topic that dead letters of a route go to: its own, then those of its rules. Not what a function names. */
export function deadLetterTargets(
  route: { readonly layers: readonly Layer[]; readonly path: string; readonly place: string },
  plan: DeadLetterPlan | null,
  named: CompiledDeadLetter['named'],
  rules: readonly CompiledRule[],
): readonly DeadLetterTarget[] {
  const { layers, path, place } = route
  const topic = plan?.broker ?? plan?.topic ?? null
  const own: DeadLetterTarget[] =
    topic === null
      ? []
      : [
          {
            topic,
            path: named?.path ?? findOption(layers, 'deadLetter')?.path ?? `${path}.deadLetter`,
            places: [...(named === null ? [] : [named.place]), place],
            isBroker: plan?.broker === topic,
          },
        ]
  const ofRules = rules.flatMap((rule): readonly DeadLetterTarget[] => {
    const { deadLetterTopic } = rule.plan
    return deadLetterTopic === null
      ? []
      : [{ topic: deadLetterTopic, path: `${rule.path}.action.deadLetter`, places: [rule.place, place], isBroker: false }]
  })
  return [...own, ...ofRules]
}
