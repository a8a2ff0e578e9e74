import { json, string, topic } from 'samsa'
import { z } from 'zod'

export const orders = topic('orders', {
  key: string(),
  value: json(z.object({ id: z.string(), customer: z.string(), amount: z.number().positive() })),
})
export const payments = topic('payments', {
  key: string(),
  value: json(z.object({ order: z.string(), customer: z.string(), amount: z.number(), receipt: z.string() })),
})
export const shipments = topic('shipments', {
  key: string(),
  value: json(z.object({ order: z.string(), customer: z.string(), parcel: z.string() })),
})
export const images = topic('images', { value: json(z.object({ id: z.string(), url: z.string(), width: z.number().int().default(1200) })) })

// What could not be handled, with key and value as they came: raw bytes, since some of it cannot be read.
export const deadOrders = topic('dlq.orders')
export const deadImages = topic('dlq.images')
export const corruptImages = topic('dlq.images.corrupt')
