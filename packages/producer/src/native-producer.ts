import type { ClientEvent, ProduceBatch } from '@samsa/librdkafka'

/** What this package uses of the binding's producer; unit tests put a fake in its place. */
export interface NativeProducer {
  readonly topic: (name: string) => number
  readonly produce: (batch: ProduceBatch, from: number, to: number) => number
  readonly deliveries: (max: number) => Float64Array | null
  readonly serve: () => readonly ClientEvent[] | null
  readonly flush: (timeoutMs: number) => Promise<unknown>
  readonly purge: () => void
  readonly destroy: () => Promise<void>
  readonly setOauthFailure: (text: string) => void
}

/** Opens a native producer; `wake` is called, coalesced, whenever it has deliveries or events. */
export type OpenNativeProducer = (wake: () => void) => NativeProducer
