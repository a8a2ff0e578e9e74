import { afterAll, beforeAll, describe, expect, it } from '@jest/globals'
import { type Broker, startBroker } from '@samsa/testkit'
import { expectWholeShop } from './testing/expect-whole-shop.js'
import { runShop } from './testing/run-shop.js'

let broker: Broker
beforeAll(async () => {
  // its own, because the shop's topics and groups have the names that they have; with the settings of compose.yaml
  broker = await startBroker({ own: true, settings: { 'auto.create.topics.enable': true, 'num.partitions': 4 } })
})
afterAll(() => broker.stop())

describe('the shop on a real Kafka', () => {
  it('shows every group at work, and every way in which a record can end; a second shop goes on', async () => {
    for (const run of ['first', 'second']) {
      const shop = await runShop({ bootstrapServers: broker.bootstrapServers })
      expect({ run, refused: shop.refused }).toEqual({ run, refused: [] })
      expectWholeShop(shop)
    }
  })
})
