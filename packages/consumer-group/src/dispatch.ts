import { SamsaError } from '@samsa/contracts'
import type { Arrival } from './assignment/arrival.js'
import type { AppliedAssignment } from './assignment/applied.js'
import type { Revocation } from './assignment/revocation.js'
import type { Connection } from './connection.js'
import type { DriverEvent, DriverEventOf } from './driver.js'
import { fatalCause } from './fatal-cause.js'
import { mapFailure, type Failure } from './map-error.js'
import type { Reposition } from './reposition.js'
import { failureOf, type SessionScope } from './scope.js'
import type { Committer } from './settlement/committer.js'

/** Who takes what the library reports. */
export interface Dispatchers {
  readonly applied: AppliedAssignment
  readonly arrival: Arrival
  readonly revocation: Revocation
  readonly reposition: Reposition
  readonly committer: Committer
  readonly connection: Connection
  /** The member is in the group: an assignment came. */
  readonly joined: () => void
  /** The member has to join again. */
  readonly left: (isLost: boolean) => void
  readonly fatal: (failure: Failure) => void
  readonly closed: () => void
  readonly wasJoined: () => boolean
  /** Whether a log line is for the session itself. */
  readonly reads: (event: DriverEventOf<'log'>) => boolean
}

const outOfRange: ReadonlySet<string> = new Set(['_AUTO_OFFSET_RESET', 'OFFSET_OUT_OF_RANGE'])

/** Hands one event of the library to the part it is for. */
export function dispatch(event: DriverEvent, scope: SessionScope, to: Dispatchers): void {
  try {
    route(event, scope, to)
  } catch (thrown) {
    // a call that the library refuses, say while it closes; anything else is a bug of ours and must not be hidden
    if (typeof (thrown as { errno?: unknown }).errno !== 'number') throw thrown
    tell(failureOf(thrown), null, scope, to)
  }
}

function route(event: DriverEvent, scope: SessionScope, to: Dispatchers): void {
  switch (event.type) {
    case 'assign':
    case 'revoke':
      return rebalance(event, scope, to)
    case 'rebalance-error':
      to.left(true)
      to.revocation.loseAll(mapFailure(event, false, contextOf(scope, to, null)).error)
      return to.applied.clear()
    case 'error':
      return clientError(event, scope, to)
    case 'consumer-error':
      return consumerError(event, scope, to)
    case 'eof':
      return reachedEnd(event, scope, to)
    case 'stats':
      return scope.event({ type: 'statistics', json: event.json })
    case 'log':
      if (to.reads(event)) return
      return scope.event({ type: 'library-log', level: event.level, facility: event.facility, text: event.text })
    case 'throttle':
      return scope.event({ type: 'throttled', broker: event.broker, throttleMs: event.throttleMs })
    case 'oauth-refresh':
      return scope.fail(
        new SamsaError('SAMSA_AUTHENTICATION', 'OAUTHBEARER tokens are fetched by librdkafka only: set sasl.oauthbearer.method=oidc', {
          details: {},
        }),
      )
    case 'offsets-committed':
      return
    case 'closed':
      return to.closed()
  }
}

function rebalance(event: DriverEventOf<'assign' | 'revoke'>, scope: SessionScope, to: Dispatchers): void {
  if (event.type === 'assign') {
    scope.answeredByBroker()
    to.joined()
    to.arrival.begin(event)
  } else {
    if (event.lost || event.protocol === 'EAGER') to.left(event.lost)
    to.revocation.begin(event)
  }
}

function clientError(event: DriverEventOf<'error'>, scope: SessionScope, to: Dispatchers): void {
  if (event.name === '_ALL_BROKERS_DOWN') to.connection.down()
  if (event.fatal) to.fatal(event)
  else tell(event, null, scope, to)
}

function consumerError(event: DriverEventOf<'consumer-error'>, scope: SessionScope, to: Dispatchers): void {
  const queue = scope.slots.queue(event.queue)
  if (queue !== undefined && outOfRange.has(event.name)) return to.reposition.outOfRange(queue, event)
  if (event.name === '_FATAL' || event.fatal === true) return to.fatal(fatalCause(event, scope.library))
  tell(event, event.topic, scope, to)
}

function reachedEnd(event: DriverEventOf<'eof'>, scope: SessionScope, to: Dispatchers): void {
  const queue = scope.slots.queue(event.queue)
  const slot = queue?.slot
  if (queue === undefined || slot === null || slot === undefined || !slot.live || queue.isMoving) return
  slot.position.skip(event.offset)
  slot.endAt = slot.position.deliveredTo
  to.committer.touch(slot)
  if (!slot.isRevoking) scope.observer.reachedEnd(slot.id)
}

function tell(failure: Failure, topic: string | null, scope: SessionScope, to: Dispatchers): void {
  const { error, isTerminal } = mapFailure(failure, false, contextOf(scope, to, topic))
  if (isTerminal) scope.fail(error)
  else scope.trouble(error)
}

function contextOf(scope: SessionScope, to: Dispatchers, topic: string | null) {
  const { group, cluster } = scope.subscription
  return { group, cluster, topic, wasJoined: to.wasJoined() }
}
