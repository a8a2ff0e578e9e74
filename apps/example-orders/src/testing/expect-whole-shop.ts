import { expect } from '@jest/globals'
import type { ShopRun } from './run-shop.js'

/** What the handlers say they did is what the worker told. */
export const expectWholeShop = ({ counts, end, retried, deadLettered, released, rejected, troubles }: ShopRun): void => {
  expect([...counts.keys()].sort()).toEqual(['billing', 'desk', 'mail', 'sales', 'shipping', 'thumbnails'])
  for (const [group, { handled }] of counts) expect({ group, busy: handled > 0 }).toEqual({ group, busy: true })
  expect([...retried]).toEqual(expect.arrayContaining(['billing thrown', 'thumbnails thrown', 'thumbnails timeout']))
  const deaths = [
    'billing dead-letter dlq.orders',
    'billing deserialize dlq.orders',
    'billing thrown dlq.orders',
    'sales deserialize dlq.orders',
    'thumbnails deserialize dlq.images',
    'thumbnails thrown dlq.images',
    'thumbnails thrown dlq.images.corrupt',
  ]
  expect([...deadLettered]).toEqual(expect.arrayContaining(deaths))
  expect(released).toBeGreaterThan(0)
  expect(rejected).toBeGreaterThan(0)
  expect(troubles).toEqual([])
  expect(end).toMatchObject({ cut: [], unansweredSettlements: 0, unansweredSends: 0, exitCode: 0, error: null })
}
