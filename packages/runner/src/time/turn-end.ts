/** Something that has to be put in order when the event loop turns. */
export interface Unsettled {
  readonly endTurn: () => void
}

/** Calls those who asked for it once, when the current turn of the event loop ends: one immediate for all of a session. */
export class TurnEnd {
  #asked: Unsettled[] = []
  readonly #run = (): void => this.#runAll()

  /** Calls `one.endTurn()` at the end of this turn. Whoever asks twice is called twice. */
  ask(one: Unsettled): void {
    this.#asked.push(one)
    if (this.#asked.length === 1) setImmediate(this.#run)
  }

  #runAll(): void {
    const asked = this.#asked
    this.#asked = []
    for (const one of asked) one.endTurn()
  }
}
