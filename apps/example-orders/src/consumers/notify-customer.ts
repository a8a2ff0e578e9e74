import { Consumer, type ConsumerGroupContext, type RecordOf } from 'samsa'
import { Tally } from '../services/tally.js'
import type { payments, shipments } from '../topics.js'

/** Writes to the customer: two topics, told apart by `record.topic`. */
@Consumer()
export class NotifyCustomer {
  constructor(private readonly tally: Tally) {}

  consume(record: RecordOf<typeof payments | typeof shipments>, context: ConsumerGroupContext) {
    const text =
      record.topic === 'payments' ? `paid ${record.value.amount}, ${record.value.receipt}` : `${record.value.parcel} is on its way`
    context.log.debug(`mail to ${record.value.customer}`)
    this.tally.handled(context.group, context.attempt, `${record.value.customer}: ${text}`)
  }
}
