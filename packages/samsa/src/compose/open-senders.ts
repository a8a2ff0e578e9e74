import type { Clock, Logger, ProducerObserver, ProducerPort } from '@samsa/contracts'
import { createProducer, createSend, Producer } from '@samsa/producer'
import type { Sender } from '@samsa/runner'
import { type LazyProducer, lazyProducer } from './lazy-producer.js'

/** The producers of a worker: one for each cluster. */
export interface Senders {
  readonly byCluster: ReadonlyMap<string, Sender>
  /** The same without types. */
  readonly ports: ReadonlyMap<string, Pick<ProducerPort, 'send'>>
  /** What classes get injected: sends to the cluster `default`, or to the only one there is. */
  readonly producer: Producer
  /** Opens those that were not used yet. Throws `SAMSA_KAFKA_SETTING` where a property is wrong. */
  readonly open: () => void
}

/** What producers are opened with. */
export interface SenderOptions {
  /** Properties of librdkafka by cluster, secrets included. */
  readonly clusters: ReadonlyMap<string, Readonly<Record<string, string>>>
  /** Begins the client ids: `<name>-producer`. */
  readonly name: string
  readonly log: Logger
  readonly clock: Clock
}

const observe = (log: Logger, cluster: string): ProducerObserver => ({
  trouble: (error) => log.warn(error.message, { code: error.code, cluster }),
  // what matters of it comes as trouble, too
  libraryLog: (level, facility, text) => log.debug(text, { code: 'librdkafka', severity: level, facility, cluster }),
})

/** Producers that connect when they are opened or first used. */
export const openSenders = ({ clusters, name, log, clock }: SenderOptions): Senders => {
  const ports = new Map<string, LazyProducer>()
  for (const [cluster, kafka] of clusters) {
    ports.set(
      cluster,
      lazyProducer(() => createProducer({ kafka, cluster, clientId: `${name}-producer`, observer: observe(log, cluster), clock })),
    )
  }
  const chief = ports.get('default') ?? ports.values().next().value
  if (chief === undefined) throw new Error('assertion: a plan without clusters')
  return Object.freeze({
    byCluster: new Map([...ports].map(([cluster, port]): [string, Sender] => [cluster, { send: createSend(port), close: port.close }])),
    ports,
    producer: new Producer(chief),
    open: () => {
      for (const port of ports.values()) port.open()
    },
  })
}
