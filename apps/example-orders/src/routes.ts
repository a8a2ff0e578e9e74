import { consumerGroup, defineRoutes, shareGroup } from 'samsa'
import { ChargeOrder } from './consumers/charge-order.js'
import { NotifyCustomer } from './consumers/notify-customer.js'
import { ResizeImage } from './consumers/resize-image.js'
import { ShipOrder } from './consumers/ship-order.js'
import { SumSales } from './consumers/sum-sales.js'
import { images, orders, payments, shipments } from './topics.js'

export default defineRoutes(
  consumerGroup('billing', (group) => {
    group.topic(orders, { consumer: ChargeOrder, timeout: '5s' })
  }),
  consumerGroup('shipping', (group) => {
    group.topic(payments, { consumer: ShipOrder })
  }),
  consumerGroup('mail', (group) => {
    group.topic([payments, shipments], { consumer: NotifyCustomer })
  }),
  consumerGroup('sales', (group) => {
    group.options({ commitInterval: '500ms' })
    group.topic(orders, { consumer: SumSales, batch: { maxRecords: 500, maxWait: '1s' } })
  }),
  shareGroup('thumbnails', (group) => {
    group.settings({ offsetReset: 'earliest', lockDuration: '30s' })
    group.options({ members: 4 })
    group.topic(images, { consumer: ResizeImage, concurrency: 32, timeout: '2s' })
  }),
)
