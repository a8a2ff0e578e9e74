import { setTimeout as wait } from 'node:timers/promises'
import { injectable } from 'samsa'

/** The bank does not know the card any more: no second attempt will help. */
export class CardRefused extends Error {
  override readonly name = 'CardRefused'
}

/**
 * Charges cards, as far as an example can. It is out of order twice for every tenth order: such a record runs again in place until it succeeds. For one of 61 it stays out of
 * order, and the card of one of 51 is refused.
 */
@injectable()
export class CardTerminal {
  async charge(
    order: { readonly id: string; readonly amount: number },
    options: { readonly signal: AbortSignal; readonly attempt: number },
  ): Promise<string> {
    await wait(5, undefined, { signal: options.signal })
    const number = Number(order.id.replace(/\D/g, ''))
    if (number % 51 === 7) throw new CardRefused(`the card of order ${order.id} is refused`)
    const isOutOfOrder = number % 61 === 31 || (number % 10 === 0 && options.attempt <= 2)
    if (isOutOfOrder) throw new Error(`the card terminal is out of order (order ${order.id})`)
    return `receipt-${order.id}`
  }
}
