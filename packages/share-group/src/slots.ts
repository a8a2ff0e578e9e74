import type { TopicPartition } from './driver.js'
import { Slot } from './slot.js'

/** All slots of a session by their number and by their partition. */
export class Slots {
  readonly #slots: Slot[] = []
  readonly #byPartition = new Map<string, Slot>()
  #fresh: number[] = []

  /** The partition's slot: a new one where nothing of it came before. */
  of({ topic, partition }: TopicPartition): Slot {
    const key = `${topic}\n${partition}`
    const known = this.#byPartition.get(key)
    if (known !== undefined) return known
    const slot = new Slot(this.#slots.length, topic, partition)
    this.#slots.push(slot)
    this.#byPartition.set(key, slot)
    this.#fresh.push(slot.id)
    return slot
  }

  at(id: number): Slot {
    const slot = this.#slots[id]
    if (slot === undefined) throw new Error(`assertion: no slot ${id}`)
    return slot
  }

  all(): readonly Slot[] {
    return this.#slots
  }

  /** Slots that nobody was told of yet; `null` where there are none. */
  takeFresh(): Int32Array | null {
    if (this.#fresh.length === 0) return null
    const fresh = Int32Array.from(this.#fresh)
    this.#fresh = []
    return fresh
  }

  /** Nothing of any slot counts any more. */
  killAll(): void {
    for (const slot of this.#slots) slot.live = false
  }
}
