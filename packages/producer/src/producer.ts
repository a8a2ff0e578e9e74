import type { ProducerPort, Send } from '@samsa/contracts'
import { createSend } from './create-send.js'

/**
 * Sends records to topics, typed by what the topic carries. The worker registers its producer under this class, so that a consumer class or a
 * service takes it as a constructor parameter: `constructor(private readonly producer: Producer)`.
 */
export class Producer {
  /**
   * Sends one record, or many: `producer.send(orders, { key, value })`. Fulfilled by the delivery report with partition and offset (offset -1 where
   * `acks=0`); waits while the queue is full. Records of one partition arrive in the order of the calls. Rejects with `SAMSA_SERIALIZE`,
   * `SAMSA_SEND_FAILED` (`retryable` says whether again may help), `SAMSA_SEND_UNANSWERED` or `SAMSA_PRODUCER_CLOSED`. For many, the rejection comes
   * after all were answered and its `details.failed` names those that did not arrive.
   */
  readonly send: Send

  constructor(port: ProducerPort) {
    this.send = createSend(port)
  }
}
