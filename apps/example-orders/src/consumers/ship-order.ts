import { Consumer, type ConsumerGroupContext, type RecordOf, skip } from 'samsa'
import { Tally } from '../services/tally.js'
import { type payments, shipments } from '../topics.js'

/** Packs a parcel for every payment; what costs too little is not worth a parcel. */
@Consumer()
export class ShipOrder {
  constructor(private readonly tally: Tally) {}

  async consume(payment: RecordOf<typeof payments>, context: ConsumerGroupContext) {
    const { order, customer, amount } = payment.value
    if (amount < 2) return skip(`order ${order} is picked up in the shop`)
    await context.send(shipments, { key: customer, value: { order, customer, parcel: `parcel-${payment.id}` } })
    this.tally.handled(context.group, context.attempt, `shipped ${order}`)
    return undefined
  }
}
