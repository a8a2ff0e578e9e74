import { Consumer, type ConsumerGroupContext, deadLetter, type RecordOf } from 'samsa'
import { CardTerminal } from '../services/card-terminal.js'
import { Tally } from '../services/tally.js'
import { type orders, payments } from '../topics.js'

const mostWithoutAPerson = 95

/**
 * Charges every order, in the order of its partition, and tells `payments`. When the terminal throws, the route's policy decides: the record runs again while its partition
 * waits, or becomes a dead letter and its partition goes on.
 */
@Consumer()
export class ChargeOrder {
  constructor(
    private readonly terminal: CardTerminal,
    private readonly tally: Tally,
  ) {}

  async consume(order: RecordOf<typeof orders>, context: ConsumerGroupContext) {
    const { group, signal, attempt } = context
    this.tally.begun(group, attempt)
    const { id, customer, amount } = order.value // throws where this is no order: a dead letter at once
    if (amount > mostWithoutAPerson) return deadLetter('needs a person')
    try {
      const receipt = await this.terminal.charge(order.value, { signal, attempt })
      // the receipt depends on the order only: should this record come twice, the second payment equals the first
      await context.send(payments, { key: customer, value: { order: id, customer, amount, receipt } })
    } catch (error) {
      this.tally.failed(group, (error as Error).message)
      throw error
    }
    this.tally.handled(group, attempt, `charged ${id}`)
    return undefined
  }
}
