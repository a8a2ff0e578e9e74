import { describe, expect, it, jest } from '@jest/globals'
import { expectWholeShop } from './testing/expect-whole-shop.js'
import { runShop } from './testing/run-shop.js'

jest.setTimeout(60_000)

describe('the shop on the broker inside the process', () => {
  it('shows every group at work, and every way in which a record can end', async () => {
    const run = await runShop({ embedded: true })
    expectWholeShop(run)
    // this broker ends the session of a member that leaves, before it has heard of the last records
    expect(run.refused.filter((line) => !line.startsWith('stopping '))).toEqual([])
  })
})
