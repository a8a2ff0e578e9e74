import type { Draft } from '../compile/draft.js'
import type { MergedGroup } from '../compile/merge-blocks.js'
import { quoteGiven } from '@samsa/contracts'

/** Reports group ids that Kafka, or a share group, refuses, and groups without topics. */
export function checkGroupId(draft: Draft, group: MergedGroup): void {
  const id: unknown = group.id
  const refuse = (reason: string, cure: string): void => draft.problem('SAMSA_ROUTE_INVALID', group.path, reason, cure, group.places)
  if (typeof id !== 'string') refuse(`the group id is ${quoteGiven(id)}`, "write a text: consumerGroup('billing', …)")
  else if (id.trim() === '') refuse('the group id is empty', 'give it a name')
  else if (id !== id.trim()) refuse('the group id begins or ends with a space', 'remove it')
  else if (/\p{Cc}/u.test(id)) refuse('the group id contains a control character', 'remove it')
  else if (id.length > 32_767) refuse(`the group id has ${id.length} characters`, 'Kafka takes at most 32767')
  else if (group.kind === 'share' && id.includes(':'))
    refuse("the id of a shareGroup cannot contain ':'", 'use another character (KAFKA-20183)')
  if (group.routes.length === 0) refuse('this group has no topics', 'add group.topic(…), or remove the block')
}
