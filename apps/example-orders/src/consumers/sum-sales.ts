import { Consumer, type ConsumerGroupBatch, type ConsumerGroupContext } from 'samsa'
import { Tally } from '../services/tally.js'
import type { orders } from '../topics.js'

/**
 * Adds up what was ordered, a batch at a time. One instance for each assigned partition: `total` is that partition's. An order that cannot be read becomes a dead letter,
 * and the rest of its batch comes again: so `total` changes only after all of them were read.
 */
@Consumer()
export class SumSales {
  #total = 0

  constructor(private readonly tally: Tally) {}

  consumeBatch(batch: ConsumerGroupBatch<typeof orders>, context: ConsumerGroupContext) {
    this.tally.begun(context.group, context.attempt)
    let sum = 0
    for (const order of batch) sum += order.value.amount
    this.#total += sum
    this.tally.handled(context.group, context.attempt, `partition ${context.partition.number} sold for ${this.#total} in all`, batch.length)
  }

  onRevoked(): void {
    this.#total = 0
  }
}
