import { setTimeout as wait } from 'node:timers/promises'
import { injectable } from 'samsa'

/** Charges cards, as far as an example can. It is out of order twice for every tenth order: such a record runs again in place until it succeeds. */
@injectable()
export class CardTerminal {
  async charge(
    order: { readonly id: string; readonly amount: number },
    options: { readonly signal: AbortSignal; readonly attempt: number },
  ): Promise<string> {
    await wait(5, undefined, { signal: options.signal })
    const isOutOfOrder = Number(order.id.replace(/\D/g, '')) % 10 === 0 && options.attempt <= 2
    if (isOutOfOrder) throw new Error(`the card terminal is out of order (order ${order.id})`)
    return `receipt-${order.id}`
  }
}
