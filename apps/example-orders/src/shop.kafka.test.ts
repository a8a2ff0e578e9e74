import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Broker, startBroker } from '@samsa/testkit'
import { runShop } from './testing/run-shop.js'

let broker: Broker
beforeAll(async () => {
  // its own, because the shop's topics and groups have the names that they have; with the settings of compose.yaml
  broker = await startBroker({ own: true, settings: { 'auto.create.topics.enable': true, 'num.partitions': 4 } })
})
afterAll(() => broker.stop())

describe('the shop on a real Kafka', () => {
  it('shows every group at work, and every way in which a job can end; a second shop goes on', async () => {
    for (const run of ['first', 'second']) {
      const { counts, end, released, rejected, refused } = await runShop({ bootstrapServers: broker.bootstrapServers })
      expect([...counts.keys()].sort()).toEqual(['billing', 'mail', 'sales', 'shipping', 'thumbnails'])
      expect({ run, released, many: rejected > 0 }).toEqual({ run, released: expect.arrayContaining(['returned', 'timeout']), many: true })
      expect({ run, refused }).toEqual({ run, refused: [] })
      expect({ run, end }).toEqual({ run, end: expect.objectContaining({ exitCode: 0, error: null }) })
    }
  })
})
