// @ts-check
// A JavaScript project: no decorators, dependencies by the container or none at all.
import { consumerGroup, defineRoutes, json, skip, string, topic } from 'samsa'
import { z } from 'zod'

export const orders = topic('orders', { key: string(), value: json(z.object({ id: z.string(), amount: z.number() })) })

export class Checked {
  /**
   * @param {import('samsa').RecordOf<typeof orders>} order
   * @param {import('samsa').ConsumerGroupContext} context
   */
  async consume(order, context) {
    if (order.value.amount < 0) return skip('negative')
    context.log.info(order.id)
  }
}

export class WrongValue {
  /** @param {import('samsa').ConsumerRecord<string, { price: number }>} order */
  consume(order) {
    return order.value.price > 0 ? undefined : skip('x')
  }
}

export class Untyped {
  // @ts-ignore parameters without a type are `any`: fits every route
  consume(order) {
    order.whatever()
  }
}

export default defineRoutes(
  consumerGroup('billing', (group) => {
    group.topic(orders, { consumer: Checked, ordering: 'key' })
    group.topic(orders, { consumer: Untyped })
    // @ts-expect-error another value
    group.topic(orders, { consumer: WrongValue })
    // @ts-expect-error a misspelt value
    group.topic(orders, { consumer: Checked, ordering: 'keys' })
  }),
)
