import type { KafkaVersion } from './kafka-version.js'

/** How to start a broker; every option may be left out. */
export interface BrokerOptions {
  /** Kafka release; default `SAMSA_KAFKA_VERSION`, else 4.4.0. */
  version?: KafkaVersion | undefined
  /** Broker properties that win over the test broker's own (see {@link brokerSettings}). */
  settings?: Readonly<Record<string, string | number | boolean>> | undefined
  /** Levels of Kafka's features that the cluster begins with, say `{ 'share.version': 0 }` for one without share groups; default those of its release. */
  features?: Readonly<Record<string, number>> | undefined
  /** Port on 127.0.0.1; default one that the kernel says is free. */
  port?: number | undefined
  /** Heap of the broker's JVM in MiB; default 512. */
  heapMiB?: number | undefined
  /** How long the broker may take until it answers, in milliseconds; default 90,000. */
  startTimeoutMs?: number | undefined
  /** `true` starts a broker of one's own even where `SAMSA_TEST_BROKERS` names an existing one; default `false`. */
  own?: boolean | undefined
}

/** A Kafka broker on 127.0.0.1, one node that is broker and controller. */
export interface Broker {
  /** `host:port`, for `bootstrap.servers`. */
  readonly bootstrapServers: string
  /** Port clients connect to; of an existing broker the port of its first address. */
  readonly port: number
  /** Kafka release; of an existing broker what `SAMSA_KAFKA_VERSION` says, else `unknown`. */
  readonly version: string
  /** Process id of the JVM; `undefined` while none runs, and for an existing broker. */
  readonly pid: number | undefined
  /** Properties the broker was started with; empty for an existing broker. */
  readonly settings: Readonly<Record<string, string>>
  /** `false` for the broker of `SAMSA_TEST_BROKERS`, which can neither be killed nor restarted. */
  readonly isOwn: boolean
  /** The last lines of the broker's log; empty for an existing broker. */
  readonly logTail: () => Promise<string>
  /**
   * Sends a signal (default SIGKILL) and, where the signal ends the JVM, waits until it is gone. The data stays: see `restart`.
   * SIGSTOP freezes the broker with its connections open, SIGCONT lets it go on.
   *
   * @throws BrokerError `not-ours` for an existing broker.
   */
  readonly kill: (signal?: NodeJS.Signals) => Promise<void>
  /** Starts the broker again on the same port with the same data, ending it first (SIGTERM) where it still runs; resolves when it answers. */
  readonly restart: () => Promise<void>
  /** Ends the broker at once and removes its data; does nothing to an existing broker. Calling it again does nothing. */
  readonly stop: () => Promise<void>
}
