import type { Lane } from '../lane/lane.js'

/** The lanes of a session by slot. Slots count up and are never used twice, so an array serves. */
export class LaneTable {
  readonly #lanes: (Lane | undefined)[] = []

  /** The lane of a slot. */
  of(slot: number): Lane | undefined {
    return this.#lanes[slot]
  }

  /** The lanes of some slots; those without one are left out. */
  ofAll(slots: Iterable<number>): readonly Lane[] {
    return [...slots].flatMap((slot) => this.#lanes[slot] ?? [])
  }

  add(lane: Lane): void {
    this.#lanes[lane.slot] = lane
  }

  /** The lane left this slot. */
  remove(slot: number): void {
    this.#lanes[slot] = undefined
  }

  /** All lanes. */
  get all(): readonly Lane[] {
    return this.#lanes.filter((lane) => lane !== undefined)
  }
}
