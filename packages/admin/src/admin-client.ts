import { isSamsaError, SamsaError, type Clock } from '@samsa/contracts'
import { Admin, ConfigError, type ClientEvent, type RequestOptions } from '@samsa/librdkafka'
import { adminSettings, type AdminSettings } from './admin-settings.js'
import { isTransient, mapError, type ConnectionTrouble } from './map-error.js'

/** How long elections and coordinators that are still loading are waited for. */
const patienceMs = 15_000
const firstPauseMs = 20
const longestPauseMs = 1_000

/** One or more requests to the cluster; the options go with each of them. */
export type Requests<Result> = (admin: Admin, options: RequestOptions) => Promise<Result>

/** The binding's admin client with errors that say what to do, and patience with a cluster that is electing. */
export class AdminClient {
  readonly #admin: Admin
  readonly #options: RequestOptions
  #trouble: ConnectionTrouble | null = null

  constructor(
    kafka: AdminSettings,
    clientId: string,
    private readonly clock: Clock,
    timeoutMs: number,
  ) {
    this.#options = { timeoutMs }
    try {
      this.#admin = new Admin(adminSettings(kafka, clientId), (event) => this.#hear(event))
    } catch (cause) {
      throw cause instanceof ConfigError
        ? new SamsaError('SAMSA_KAFKA_SETTING', cause.message, { details: { property: cause.property }, cause })
        : cause
    }
  }

  /** Runs requests; `what` begins the message where they fail: `topics cannot be created`. */
  async ask<Result>(what: string, requests: Requests<Result>): Promise<Result> {
    const startMs = this.clock.now()
    for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        const result = await requests(this.#admin, this.#options)
        this.#trouble = null
        return result
      } catch (thrown) {
        const error = isSamsaError(thrown) ? thrown : mapError(what, thrown, this.#trouble)
        if (!isTransient(error.details['kafka']) || this.clock.now() - startMs > patienceMs) throw error
      }
      await this.#pause(pauseMs)
    }
  }

  /** Asks again until `seen`, for changes that brokers hear of a moment after the controller; gives up silently: the change itself was made. */
  async untilSeen(seen: Requests<boolean>): Promise<void> {
    const startMs = this.clock.now()
    for (
      let pauseMs = firstPauseMs;
      !(await seen(this.#admin, this.#options).catch(() => false));
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    ) {
      if (this.clock.now() - startMs > patienceMs) return
      await this.#pause(pauseMs)
    }
  }

  close(): Promise<void> {
    return this.#admin.destroy()
  }

  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      this.clock.at(this.clock.now() + ms, resolve)
    })
  }

  #hear(event: ClientEvent): void {
    // that all brokers are down follows whatever went wrong with each, and says less
    if (event.type === 'error' && (event.name !== '_ALL_BROKERS_DOWN' || this.#trouble === null))
      this.#trouble = { name: event.name, text: event.text }
    if (event.type === 'oauth-refresh')
      this.#admin.setOauthFailure('no token provider: set sasl.oauthbearer.method=oidc, so that the library fetches tokens itself')
  }
}
