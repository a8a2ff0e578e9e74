import { bytes, json, nullable, string, topic, topics, type Serde } from 'samsa'
import { z } from 'zod'

export const orders = topic('orders', { key: string(), value: json(z.object({ id: z.string(), amount: z.number() })) })
export const refunds = topic('refunds', { key: string(), value: json(z.object({ id: z.string(), reason: z.string() })) })
export const images = topic('images', { value: json(z.object({ id: z.string(), url: z.string() })) })
export const users = topic('users', { key: string(), value: nullable(json(z.object({ name: z.string() }))) })
export const visits = topic('visits', {
  value: json(z.object({ at: z.string().transform((text) => new Date(text)), n: z.number().default(1) })),
})
export const raw = topic('raw')
export const rawBytes = topic('raw.bytes', { key: nullable(string()), value: bytes() })
export const counters = topic('counters', { value: { serialize: (n: number) => new Uint8Array([n]), deserialize: (data) => data[0] ?? 0 } })
export const eu = topics(/^orders\.eu\./, { key: string(), value: json(z.object({ id: z.string(), amount: z.number() })) })

export class DateSerde implements Serde<Date, Date | string> {
  serialize(value: Date | string) {
    return String(value)
  }
  deserialize(data: Uint8Array) {
    return new Date(new TextDecoder().decode(data))
  }
  async prepare() {}
}
export const dates = topic('dates', { value: new DateSerde() })
