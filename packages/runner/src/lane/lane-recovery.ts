import { SamsaError } from '@samsa/contracts'
import { decideOutcome, type RecoveryAction } from '@samsa/dlq'
import { stopError } from '../recovery/stop-error.js'
import { tellMistakes } from '../recovery/tell-mistakes.js'
import type { CallFailure } from './call-failure.js'
import type { Lane } from './lane.js'
import { tellExhausted } from './tell-call.js'

/** What recovery can decide about a record of a partition: it gives nothing back, and no broker writes its dead letters. */
export type LaneAction =
  | Extract<RecoveryAction, { type: 'retry' | 'hold' | 'stop' | 'dead-letter' }>
  | { readonly type: 'skip'; readonly exhausted: boolean }

/** A failure of a record, or of neighbours of which this is the first. */
export interface FailedAt {
  readonly failure: CallFailure
  /** The attempt that failed; the first is 1. */
  readonly attempt: number
  readonly offset: number
}

/** Decides what becomes of a failure, and tells of what the policy's own functions threw meanwhile. */
export function decideFailure({ route, scope, source }: Lane, { failure, attempt, offset }: FailedAt): LaneAction {
  const { action, mistakes } = decideOutcome({ failure, attempt, delivery: null }, route.recovery.policy, scope.random)
  tellMistakes(scope.events, source, offset, mistakes)
  if (action.type === 'release' || action.type === 'reject' || (action.type === 'dead-letter' && action.by === 'broker'))
    throw new Error(`assertion: recovery of a consumer group decided for '${action.type}'`)
  return action as LaneAction
}

/** Recovery ends the worker at this record. */
export function stopWorker(lane: Lane, { failure, attempt, offset }: FailedAt, action: Extract<LaneAction, { type: 'stop' }>): void {
  const { route, scope, source } = lane
  if (action.exhausted) tellExhausted(lane, offset, attempt, 'stop', failure)
  scope.stop(stopError({ className: route.className, topic: source.topic, partition: source.partition, offset }, action, failure))
}

/** What is wrong with a lane that waits for a person, for health. */
export function heldError({ source }: Lane, { failure, offset }: Omit<FailedAt, 'attempt'>): SamsaError {
  const { topic, partition } = source
  const message = `${topic}/${partition} is held at offset ${offset}, and nothing behind it is run: ${failure.reason}`
  return new SamsaError(failure.error?.code ?? 'SAMSA_RETRY', message, { details: { topic, partition, offset }, cause: failure.error })
}
