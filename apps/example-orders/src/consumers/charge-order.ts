import { Consumer, type ConsumerGroupContext, type RecordOf } from 'samsa'
import { CardTerminal } from '../services/card-terminal.js'
import { Tally } from '../services/tally.js'
import { type orders, payments } from '../topics.js'

/** Charges every order, in the order of its partition, and tells `payments`. When the terminal throws, the record runs again and its partition waits. */
@Consumer()
export class ChargeOrder {
  constructor(
    private readonly terminal: CardTerminal,
    private readonly tally: Tally,
  ) {}

  async consume(order: RecordOf<typeof orders>, context: ConsumerGroupContext) {
    const { id, customer, amount } = order.value
    try {
      const receipt = await this.terminal.charge(order.value, { signal: context.signal, attempt: context.attempt })
      // the receipt depends on the order only: should this record come twice, the second payment equals the first
      await context.send(payments, { key: customer, value: { order: id, customer, amount, receipt } })
      this.tally.handled(context.group, context.attempt, `charged ${id}`)
    } catch (error) {
      this.tally.failed(context.group, (error as Error).message)
      throw error
    }
  }
}
