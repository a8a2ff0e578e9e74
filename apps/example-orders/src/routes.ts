import { consumerGroup, defineRoutes, exponential, fixed, shareGroup } from 'samsa'
import { ChargeOrder } from './consumers/charge-order.js'
import { FileDeadLetter } from './consumers/file-dead-letter.js'
import { NotifyCustomer } from './consumers/notify-customer.js'
import { ResizeImage } from './consumers/resize-image.js'
import { ShipOrder } from './consumers/ship-order.js'
import { SumSales } from './consumers/sum-sales.js'
import { CardRefused } from './services/card-terminal.js'
import { CorruptImage } from './services/studio.js'
import { corruptImages, deadImages, deadOrders, images, orders, payments, shipments } from './topics.js'

export default defineRoutes(
  consumerGroup('billing', (group) => {
    group.topic(orders, {
      consumer: ChargeOrder,
      timeout: '5s',
      // four attempts, 50, 100 and 200 ms apart, then to dlq.orders; a refused card goes there at once
      retry: { attempts: 4, backoff: exponential('50ms'), on: [{ error: CardRefused, action: 'deadLetter' }] },
    })
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
    group.topic(images, {
      consumer: ResizeImage,
      concurrency: 32,
      timeout: '2s',
      retry: {
        attempts: 3,
        backoff: fixed('100ms'),
        on: [{ error: CorruptImage, action: { deadLetter: corruptImages } }],
      },
      deadLetter: deadImages,
    })
  }),
  consumerGroup('desk', (group) => {
    // dead letters of dead letters help nobody
    group.topic([deadOrders, deadImages, corruptImages], { consumer: FileDeadLetter, deadLetter: false, whenExhausted: 'skip' })
  }),
)
