import { describe, expect, it, jest } from '@jest/globals'
import { runShop } from './testing/run-shop.js'

jest.setTimeout(60_000)

describe('the shop on the broker inside the process', () => {
  it('shows every group at work, and every way in which a job can end', async () => {
    const { counts, end, released, rejected, refused } = await runShop({ embedded: true })
    expect([...counts.keys()].sort()).toEqual(['billing', 'mail', 'sales', 'shipping', 'thumbnails'])
    for (const [group, { handled }] of counts) expect({ group, busy: handled > 0 }).toEqual({ group, busy: true })
    // what the handlers say they did is what the worker told
    expect(released).toEqual(expect.arrayContaining(['returned', 'timeout']))
    expect(rejected).toBeGreaterThan(0)
    // this broker ends the session of a member that leaves, before it has heard of the last records
    expect(refused.filter((line) => !line.startsWith('stopping '))).toEqual([])
    expect(end).toMatchObject({ exitCode: 0, error: null })
  })
})
