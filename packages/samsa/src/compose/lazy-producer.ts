import { type ProducerCloseReport, type ProducerPort, SamsaError } from '@samsa/contracts'

/** A producer that connects when it is opened or first used, whichever comes first. */
export interface LazyProducer extends ProducerPort {
  /** Opens it. Throws `SAMSA_KAFKA_SETTING` where a property is wrong. */
  readonly open: () => void
}

const neverOpened: ProducerCloseReport = Object.freeze({ unanswered: [], hung: false })

/** Nothing connects before an application's `setup` is through, unless `setup` itself sends. */
export const lazyProducer = (create: () => ProducerPort): LazyProducer => {
  let port: ProducerPort | null = null
  let isClosed = false
  const opened = (): ProducerPort => {
    if (isClosed && port === null) throw new SamsaError('SAMSA_PRODUCER_CLOSED', 'the worker has stopped, nothing can be sent any more')
    return (port ??= create())
  }
  const afterOpening = async <Answer>(use: (open: ProducerPort) => Promise<Answer>): Promise<Answer> => use(opened())
  return Object.freeze({
    open: () => void opened(),
    // a port that is there answers itself: another promise around its own would be paid by every record
    send: (topic, record) => port?.send(topic, record) ?? afterOpening((open) => open.send(topic, record)),
    sendAll: (topic, records) => port?.sendAll(topic, records) ?? afterOpening((open) => open.sendAll(topic, records)),
    outstanding: () => port?.outstanding() ?? 0,
    close: async (deadlineMs) => {
      isClosed = true
      return port?.close(deadlineMs) ?? neverOpened
    },
  } satisfies LazyProducer)
}
