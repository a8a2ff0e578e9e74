import { Consumer, type ConsumerGroupBatch, type ConsumerGroupContext } from 'samsa'
import { Tally } from '../services/tally.js'
import type { orders } from '../topics.js'

/** Adds up what was ordered, a batch at a time. One instance for each assigned partition: `total` is that partition's. */
@Consumer()
export class SumSales {
  #total = 0

  constructor(private readonly tally: Tally) {}

  consumeBatch(batch: ConsumerGroupBatch<typeof orders>, context: ConsumerGroupContext) {
    for (const order of batch) this.#total += order.value.amount
    this.tally.handled(context.group, context.attempt, `partition ${context.partition.number} sold for ${this.#total} in all`, batch.length)
  }

  onRevoked(): void {
    this.#total = 0
  }
}
