import { SamsaError } from '@samsa/contracts'
import type { Connection } from './connection.js'
import type { DriverEvent } from './driver.js'
import { fatalCause } from './fatal-cause.js'
import { mapFailure, type Failure } from './map-error.js'
import type { Member } from './member.js'
import type { SessionScope } from './scope.js'

/** Who takes what the library reports. */
export interface Dispatchers {
  readonly connection: Connection
  /** The library gave up on this member, or what it says ends the session. */
  readonly ended: (member: Member, error: SamsaError) => void
}

/** Hands one event of the library to the part it is for. */
export function dispatch(event: DriverEvent, member: Member, scope: SessionScope, to: Dispatchers): void {
  switch (event.type) {
    case 'error':
      if (event.name === '_ALL_BROKERS_DOWN') to.connection.down()
      return judge(fatalCause(event, scope.library), event.fatal, null, member, scope, to)
    case 'consumer-error':
      return judge(fatalCause(event, scope.library), event.name === '_FATAL' || event.fatal === true, event.topic, member, scope, to)
    case 'stats':
      return scope.event({ type: 'statistics', json: event.json })
    case 'log':
      return scope.event({ type: 'library-log', level: event.level, facility: event.facility, text: event.text })
    case 'throttle':
      return scope.event({ type: 'throttled', broker: event.broker, throttleMs: event.throttleMs })
    case 'oauth-refresh':
      return scope.fail(
        new SamsaError('SAMSA_AUTHENTICATION', 'OAUTHBEARER tokens are fetched by librdkafka only: set sasl.oauthbearer.method=oidc', {
          details: {},
        }),
      )
    case 'closed':
      return member.hasLeft()
    default:
      // events of consumer groups
      return
  }
}

/** Tells of a failure, or ends by it what it ends. */
export function judge(
  failure: Failure,
  isFatal: boolean,
  topic: string | null,
  member: Member,
  scope: SessionScope,
  to: Pick<Dispatchers, 'ended'>,
): void {
  if (member.isLeaving) return
  const { group, cluster } = scope.subscription
  const { error, isTerminal } = mapFailure(failure, isFatal, { group, cluster, topic, wasJoined: scope.wasJoined() })
  if (isTerminal) to.ended(member, error)
  else scope.trouble(error)
}
