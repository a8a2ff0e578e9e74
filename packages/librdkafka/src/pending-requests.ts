import type { KafkaError } from './kafka-error.js'
import type { NativeReplies } from './native.js'

interface Waiter {
  readonly resolve: (value: unknown) => void
  readonly reject: (error: KafkaError) => void
}

/** Requests on their way in the addon, each with its promise. */
export class PendingRequests {
  readonly #waiters = new Map<number, Waiter>()
  #lastId = 0

  /**
   * @param begin makes the request under the given id; what it throws rejects the promise
   * @param map shapes the answer
   */
  start<Answer, Result>(begin: (id: number) => void, map: (answer: Answer) => Result): Promise<Result> {
    const id = ++this.#lastId
    return new Promise<Result>((resolve, reject) => {
      begin(id)
      this.#waiters.set(id, { resolve: (answer) => resolve(map(answer as Answer)), reject })
    })
  }

  /** @param replies id, error or null, value; repeated */
  settle(replies: NativeReplies): void {
    for (let i = 0; i < replies.length; i += 3) {
      const id = replies[i] as number
      const error = replies[i + 1] as KafkaError | null
      const waiter = this.#waiters.get(id)
      this.#waiters.delete(id)
      if (error === null) waiter?.resolve(replies[i + 2])
      else waiter?.reject(error)
    }
  }

  /** The client is being destroyed. */
  rejectAll(error: KafkaError): void {
    const waiters = [...this.#waiters.values()]
    this.#waiters.clear()
    for (const { reject } of waiters) reject(error)
  }
}
