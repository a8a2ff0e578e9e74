import { errorName } from '@samsa/librdkafka'
import { SamsaError, type RecordMetadata } from '@samsa/contracts'
import { isRetryable } from './send-failure.js'
import type { Explain, Waiter } from './waiter.js'

interface Failure {
  readonly index: number
  readonly partition: number
  readonly errno: number
}

/**
 * Many records and the one promise of their answers. Waits for the answers to all of them, also after one failed: then the rejection
 * can name every record that did not arrive, and those it does not name did.
 */
export class BatchSend implements Waiter {
  readonly promise: Promise<readonly RecordMetadata[]>
  readonly #results: RecordMetadata[]
  readonly #failures: Failure[] = []
  #explain: Explain | null = null
  #left: number
  #resolve!: (results: readonly RecordMetadata[]) => void
  #reject!: (error: SamsaError) => void

  constructor(
    readonly topic: string,
    size: number,
  ) {
    this.#results = new Array<RecordMetadata>(size)
    this.#left = size
    this.promise = new Promise<readonly RecordMetadata[]>((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
  }

  delivered(position: number, partition: number, offset: number): void {
    this.#results[position] = { topic: this.topic, partition, offset }
    if (--this.#left === 0) this.#settle()
  }

  failed(position: number, partition: number, errno: number, explain: Explain): void {
    this.#explain ??= explain
    this.#failures.push({ index: position, partition, errno })
    if (--this.#left === 0) this.#settle()
  }

  #settle(): void {
    if (this.#explain === null) this.#resolve(this.#results)
    else this.#reject(this.#error(this.#explain))
  }

  #error(explain: Explain): SamsaError {
    const first = this.#failures[0]!
    const cause = explain(this.topic, first.partition, first.errno)
    const failed = this.#failures.map(({ index, partition, errno }) => ({ index, partition, kafka: errorName(errno) }))
    return new SamsaError(
      cause.code,
      `${failed.length} of ${this.#results.length} records were not delivered; the first: ${cause.message}`,
      {
        retryable: cause.retryable && this.#failures.every(({ errno }) => isRetryable(errno)),
        details: { ...cause.details, failedCount: failed.length, sentCount: this.#results.length - failed.length, failed },
        cause,
      },
    )
  }
}
