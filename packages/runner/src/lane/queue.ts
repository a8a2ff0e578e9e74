/** Room in front of the first item from which on it is worth giving back. */
const smallestGap = 64

/** First in, first out. What it costs to take one, or to put one in front of the others, does not grow with how many wait: `shift` and spread of a long array move all of them. */
export class Queue<T> {
  #items: (T | undefined)[] = []
  /** Index of the first that waits; those before it were taken. */
  #head = 0

  /** How many wait. */
  get length(): number {
    return this.#items.length - this.#head
  }

  /** The next one; `undefined` where none waits. */
  get first(): T | undefined {
    return this.#head === this.#items.length ? undefined : this.#items[this.#head]
  }

  /** All that wait, in order: a copy. */
  get all(): readonly T[] {
    return this.#items.slice(this.#head) as T[]
  }

  push(item: T): void {
    this.#items.push(item)
  }

  /** Puts these before all others, in this order. */
  putFirst(items: readonly T[]): void {
    if (items.length > this.#head) return this.replace([...items, ...this.all])
    this.#head -= items.length
    items.forEach((item, index) => (this.#items[this.#head + index] = item))
  }

  /** Takes the next one; `undefined` where none waits. */
  take(): T | undefined {
    const { first } = this
    if (first === undefined) return undefined
    this.#items[this.#head++] = undefined
    if (this.length === 0) this.replace([])
    else if (this.#head >= smallestGap && this.#head > this.length) this.replace(this.all)
    return first
  }

  /** These wait instead of all others. */
  replace(items: readonly T[]): void {
    this.#items = [...items]
    this.#head = 0
  }
}
