/** Waits for conditions that change on wakes; a timer looks again, as the owner of a client does to keep its membership. */
export class Waiting {
  readonly #waiters = new Set<{ readonly met: () => boolean; readonly resolve: () => void }>()
  readonly #timer: NodeJS.Timeout

  /** @param serve what a wake does */
  constructor(serve: () => void) {
    this.#timer = setInterval(() => {
      serve()
      this.check()
    }, 100)
    this.#timer.unref()
  }

  check(): void {
    for (const waiter of this.#waiters) {
      if (!waiter.met()) continue
      this.#waiters.delete(waiter)
      waiter.resolve()
    }
  }

  until(met: () => boolean): Promise<void> {
    return new Promise((resolve) => {
      this.#waiters.add({ met, resolve })
      this.check()
    })
  }

  end(): void {
    clearInterval(this.#timer)
  }
}
