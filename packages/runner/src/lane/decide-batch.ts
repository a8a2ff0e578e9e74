import { SamsaError } from '@samsa/contracts'
import { cutOut, findCulprit, isSame } from '../record/batch-culprit.js'
import type { BatchSegment } from '../record/batch-segment.js'
import type { PartitionName } from '../events/group-events.js'
import type { FailedSegment } from './batch-ledger.js'
import type { CallFailure } from './call-failure.js'
import type { LaneAction } from './lane-recovery.js'

/** Records of a batch, and what becomes of them. */
export interface DecidedSegment extends BatchSegment {
  readonly failure: CallFailure
  readonly action: LaneAction
  /** Whether each of them runs on its own next, because nobody knows which of them fails. */
  readonly alone: boolean
}

/** What a decision about a batch needs to know. */
export interface BatchDecision {
  /** The attempt that failed, and the last one. */
  readonly attempt: number
  readonly attempts: number
  readonly source: PartitionName
  /** Asks the policy about one failure, of records that begin with the first of `segment`. */
  readonly decide: (failure: CallFailure, segment: BatchSegment) => LaneAction
}

/**
 * Decides what becomes of the records of a batch that were not handled. Those that the class settled by an outcome are decided by that. Of the others, which a throw left open,
 * one may be known to have failed: the only one, or the one that could not be decoded; the rest then runs again. Where it is not known, what would end a record only makes all
 * of them run again one by one, unless no attempts are left.
 */
export function decideBatch(failed: readonly FailedSegment[], decision: BatchDecision): readonly DecidedSegment[] {
  const { decide } = decision
  const open = failed.filter(({ own }) => !own)
  const culprit = open.length === 0 ? null : findCulprit(open, (open[0] as FailedSegment).failure, () => decision.source)
  const ofOpen =
    open.length === 0 ? null : culprit === null ? decideUnknown(open[0] as FailedSegment, decision) : decideKnown(culprit, decision)
  return failed.flatMap((segment) => {
    if (segment.own) return [{ ...segment, action: decide(segment.failure, segment), alone: false }]
    return cutOut(segment, culprit).map((piece) => ({ ...piece, ...(ofOpen as Decide)(piece) }))
  })
}

type Decide = (segment: BatchSegment) => Pick<DecidedSegment, 'failure' | 'action' | 'alone'>

const atOnce: LaneAction = Object.freeze({ type: 'retry', delayMs: 0 })

/** Whether a decision is final for a record, other than for the worker. */
const ends = ({ type }: LaneAction): boolean => type !== 'retry' && type !== 'stop'

function decideUnknown(first: FailedSegment, { attempt, attempts, decide }: BatchDecision): Decide {
  const { failure } = first
  const ruled = decide(failure, first)
  if (ends(ruled) && attempt < attempts) return () => ({ failure, action: atOnce, alone: true })
  // a rule is about one of them, and takes nobody else's record away: rules are not asked about outcomes
  const action = isByRule(ruled) ? decide({ ...failure, cause: 'returned' }, first) : ruled
  return () => ({ failure, action, alone: false })
}

/** Whether a rule ends a record in another way than the route does. */
function isByRule(action: LaneAction): boolean {
  return (action.type === 'skip' && !action.exhausted) || (action.type === 'dead-letter' && action.topic !== null)
}

function decideKnown(culprit: FailedSegment, { attempt, attempts, source, decide }: BatchDecision): Decide {
  const { failure } = culprit
  const action = decide(failure, culprit)
  let ofRest: LaneAction | null = ends(action) ? null : action
  const restFailure = ofRest === null ? neighbourFailure(culprit, source) : failure
  return (segment) => {
    if (isSame(segment, culprit)) return { failure, action, alone: false }
    ofRest ??= attempt < attempts ? atOnce : decide(restFailure, segment)
    return { failure: restFailure, action: ofRest, alone: false }
  }
}

/** Why records were not handled that only stood beside the one that failed. */
function neighbourFailure({ columns, start, failure }: FailedSegment, { topic, partition }: PartitionName): CallFailure {
  const reason = `its batch ended at ${topic}/${partition}/${columns.offsets[start]}: ${failure.reason}`
  // without a cause: rules about what the other record failed with are not about these
  const error = new SamsaError('SAMSA_HANDLER_FAILED', reason, { retryable: true })
  return { cause: 'thrown', reason, error, thrown: error, afterMs: null }
}
