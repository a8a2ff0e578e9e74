import type { Clock, ProducerObserver, SamsaError } from '@samsa/contracts'
import type { ClientEvent } from '@samsa/librdkafka'
import { mapError } from './map-error.js'
import type { NativeProducer } from './native-producer.js'
import { TroubleFilter } from './trouble-filter.js'

/** Severity of a library log line that only matters for a search of causes (syslog). */
const debugLevel = 7

/**
 * What librdkafka says besides delivery reports: passed on to the observer, fatal errors answered to the caller. A broken connection is trouble only
 * while records wait for it, and a line of the library's log otherwise: a worker's groups tell of the same brokers.
 */
export class ClientEvents {
  readonly #filter: TroubleFilter
  #lastTrouble: string | null = null

  constructor(
    private readonly cluster: string,
    private readonly observer: ProducerObserver,
    clock: Clock,
    private readonly hasWaiting: () => boolean,
  ) {
    this.#filter = new TroubleFilter(clock, observer.trouble)
  }

  /** What was last heard to be wrong with the brokers; `null` since a record was delivered. */
  get lastTrouble(): string | null {
    return this.#lastTrouble
  }

  /** A record was delivered: what was wrong before explains nothing any more. */
  delivered(): void {
    this.#lastTrouble = null
  }

  /** Reads all events there are. Answers the fatal error among them, if any: this handle cannot go on. */
  read(native: NativeProducer): SamsaError | null {
    let fatal: SamsaError | null = null
    for (let events = native.serve(); events !== null; events = native.serve()) {
      for (const event of events) fatal = this.#one(event, native) ?? fatal
    }
    return fatal
  }

  #one(event: ClientEvent, native: NativeProducer): SamsaError | null {
    switch (event.type) {
      case 'error':
        return this.#error(event.name, event.text, event.fatal)
      case 'log':
        this.observer.libraryLog(event.level, event.facility, event.text)
        return null
      case 'throttle':
        this.observer.throttled?.(event.broker, event.throttleMs)
        return null
      case 'stats':
        this.observer.statistics?.(event.json)
        return null
      case 'oauth-refresh':
        native.setOauthFailure('no token provider: set sasl.oauthbearer.method=oidc, so that the library fetches tokens itself')
        return null
      default:
        return null
    }
  }

  #error(name: string, text: string, isFatal: boolean): SamsaError | null {
    const error = mapError(this.cluster, name, text, isFatal)
    if (isFatal) return error
    this.#lastTrouble = `${text} (${name})`
    if (error.code !== 'SAMSA_NO_BROKER' || this.hasWaiting()) this.#filter.report(name, error)
    else this.observer.libraryLog(debugLevel, 'PRODUCER', error.message)
    return null
  }
}
