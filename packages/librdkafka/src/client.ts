import { kafkaError } from './describe-error.js'
import { Errno } from './errno.js'
import { native } from './library.js'
import type { NativeClientCalls, NativeHandle } from './native.js'
import { PendingRequests } from './pending-requests.js'

/** An OAUTHBEARER token. */
export interface OauthToken {
  readonly value: string
  /** When it ends, in ms since 1970; librdkafka asks for a new one at four fifths of the time. */
  readonly expiresAtMs: number
  readonly principal: string
  /** SASL extensions by name. Default none. */
  readonly extensions?: Readonly<Record<string, string>> | undefined
}

/**
 * What every client has: requests, credentials, destruction.
 *
 * A live client is a root, as an open socket is: it keeps the event loop running (see {@link unref}) and is not collected
 * until {@link destroy} is complete or the environment ends.
 */
export abstract class Client {
  protected readonly calls: NativeClientCalls
  protected readonly handle: NativeHandle
  protected readonly requests = new PendingRequests()
  #destroying: Promise<void> | null = null

  /** @param open opens the handle with the function to call when something happened @param wake of the client's owner */
  protected constructor(open: (wake: () => void) => NativeHandle, wake: () => void) {
    this.calls = native()
    this.handle = open(() => {
      this.settle()
      wake()
    })
  }

  /** Whether {@link destroy} was called. */
  get destroyed(): boolean {
    return this.#destroying !== null
  }

  /** Settles the promises of requests that were answered. */
  protected settle(): void {
    for (let replies = this.calls.takeReplies(this.handle); replies !== null; replies = this.calls.takeReplies(this.handle)) {
      this.requests.settle(replies)
    }
  }

  /**
   * Frees the client without leaving its group: {@link GroupConsumer.close} comes first. Requests that wait are rejected with `_DESTROY`, records a
   * producer has not sent are dropped. May be called at any time; later calls answer with the same promise. It waits for the answer to a commit on
   * its way (at most `socket.timeout.ms`), and completes a close that has begun (at most about 5 s).
   *
   * @returns when librdkafka's threads and sockets of this client are gone
   */
  destroy(): Promise<void> {
    if (this.#destroying === null) {
      this.requests.rejectAll(kafkaError(Errno._DESTROY))
      this.#destroying = this.requests.start<null, void>(
        (id) => this.calls.destroy(this.handle, id),
        () => undefined,
      )
    }
    return this.#destroying
  }

  /** Answers an `oauth-refresh` event. @param token the new token @throws KafkaError where librdkafka refuses it */
  setOauthToken(token: OauthToken): void {
    const extensions = Object.entries(token.extensions ?? {}).flat()
    this.calls.setOauthToken(this.handle, token.value, token.expiresAtMs, token.principal, extensions)
  }

  /** Answers an `oauth-refresh` event: there is no token; librdkafka asks again after 10 s. @param text why, for its error event */
  setOauthFailure(text: string): void {
    this.calls.setOauthFailure(this.handle, text)
  }

  /** New SASL PLAIN or SCRAM credentials for the connections made from now on. */
  setSaslCredentials(username: string, password: string): void {
    this.calls.setSaslCredentials(this.handle, username, password)
  }

  /** The client keeps the process running (the state it starts in). */
  ref(): void {
    this.calls.keepAlive(this.handle, true)
  }

  /** The client does not keep the process running. */
  unref(): void {
    this.calls.keepAlive(this.handle, false)
  }
}
