/** What the group's settings on the broker say about deliveries. */
export interface ShareLimits {
  /** How long an acquired record is ours, milliseconds (Kafka: `share.record.lock.duration.ms`). */
  readonly lockMs: number
  /** A record that was delivered so often is not delivered again (Kafka: `share.delivery.count.limit`). */
  readonly deliveryLimit: number
  /** Milliseconds between two heartbeats of a member (Kafka: `share.heartbeat.interval.ms`). */
  readonly heartbeatMs: number
}

/** What Kafka takes where nobody has set anything. */
export const defaultLimits: ShareLimits = Object.freeze({ lockMs: 30_000, deliveryLimit: 5, heartbeatMs: 5000 })
