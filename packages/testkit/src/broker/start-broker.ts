import type { Broker, BrokerOptions } from './broker.js'
import { BrokerError } from './broker-error.js'
import { startOwnBroker } from './own-broker.js'

const refuse = (): Promise<never> =>
  Promise.reject(new BrokerError('not-ours', 'the broker of SAMSA_TEST_BROKERS is not ours to kill or restart: pass `own: true`'))

const existingBroker = (bootstrapServers: string, version: string | undefined): Broker => ({
  bootstrapServers,
  port: Number(/:(\d+)/.exec(bootstrapServers)?.[1] ?? 9092),
  version: version || 'unknown',
  settings: {},
  isOwn: false,
  pid: undefined,
  kill: refuse,
  restart: refuse,
  stop: () => Promise.resolve(),
  logTail: () => Promise.resolve(''),
})

/**
 * Starts a real Kafka on 127.0.0.1: KRaft, one node that is broker and controller, with the settings of {@link brokerSettings}, data in a
 * temporary folder. Resolves when the broker answers. Neither the broker nor its folder outlives this process, whatever ends it; and it does
 * not keep this process alive. `SAMSA_TEST_BROKERS=host:port,…` stands for an existing broker, unless `own` is set.
 *
 * @throws BrokerError `missing-java`, `missing-maven`, `unresolved` where this machine cannot run one, `start-failed` with the end of its log.
 */
export const startBroker = async (options: BrokerOptions = {}): Promise<Broker> => {
  const existing = process.env.SAMSA_TEST_BROKERS
  if (existing && options.own !== true) return existingBroker(existing, process.env.SAMSA_KAFKA_VERSION)
  return startOwnBroker(options)
}
