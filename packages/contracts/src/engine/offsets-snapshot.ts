/** Positions of partitions at one moment, ready to be sent in a producer's transaction. */
export interface OffsetsSnapshot {
  readonly offsets: readonly {
    readonly topic: string
    readonly partition: number
    readonly offset: number
    readonly metadata: string | null
  }[]
  /** The consumer's group metadata (group, generation, member), serialised (KIP-447). */
  readonly groupMetadata: Uint8Array
}
