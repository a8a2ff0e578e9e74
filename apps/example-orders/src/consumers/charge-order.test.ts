import { describe, expect, it } from '@jest/globals'
import { CardRefused, CardTerminal } from '../services/card-terminal.js'
import { Tally } from '../services/tally.js'
import { ChargeOrder } from './charge-order.js'

type Order = Parameters<ChargeOrder['consume']>[0]
type Context = Parameters<ChargeOrder['consume']>[1]

const tally = new Tally()
const consumer = new ChargeOrder(new CardTerminal(), tally)
const sent: unknown[] = []

const charge = (number: number, options: { readonly attempt?: number; readonly amount?: number } = {}) => {
  const { attempt = 1, amount = 10 } = options
  const order = { key: 'ada', value: { id: `order-${number}`, customer: 'ada', amount } } as Order
  const { signal } = new AbortController()
  return consumer.consume(order, {
    group: 'billing',
    signal,
    attempt,
    send: async (...record: unknown[]) => sent.push(record),
  } as unknown as Context)
}
const counts = () => ({ ...tally.counts.get('billing') })

describe('ChargeOrder', () => {
  it('charges an order and tells payments', async () => {
    expect(await charge(1)).toBeUndefined()
    expect(sent).toHaveLength(1)
    expect(counts()).toMatchObject({ handled: 1, retried: 0, last: 'charged order-1' })
  })

  it('throws while the terminal is out of order, and succeeds at a later attempt', async () => {
    await expect(charge(10)).rejects.toThrow('out of order')
    await expect(charge(10, { attempt: 2 })).rejects.toThrow('out of order')
    await charge(10, { attempt: 3 })
    expect(counts()).toMatchObject({ handled: 2, retried: 2, recovered: 1, last: 'charged order-10, at attempt 3' })
  })

  it('throws at every attempt where the terminal stays out of order, and says by the class of the error that a card is refused', async () => {
    await expect(charge(31, { attempt: 4 })).rejects.toThrow('out of order')
    await expect(charge(7)).rejects.toBeInstanceOf(CardRefused)
  })

  it('asks for a person where the amount is large', async () => {
    expect(await charge(1, { amount: 96 })).toEqual({ outcome: 'dead-letter', reason: 'needs a person' })
    expect(sent).toHaveLength(2)
  })
})
