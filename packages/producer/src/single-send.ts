import type { RecordMetadata } from '@samsa/contracts'
import type { Explain, Waiter } from './waiter.js'

type Resolve = (metadata: RecordMetadata) => void
type Reject = (error: unknown) => void

let takenResolve: Resolve
let takenReject: Reject
// One executor for all promises: one of its own would be a closure per record.
const takeSettlers = (resolve: Resolve, reject: Reject): void => {
  takenResolve = resolve
  takenReject = reject
}

/** One record and the promise of its answer. */
export class SingleSend implements Waiter {
  readonly promise: Promise<RecordMetadata>
  readonly #resolve: Resolve
  readonly #reject: Reject

  constructor(readonly topic: string) {
    this.promise = new Promise<RecordMetadata>(takeSettlers)
    this.#resolve = takenResolve
    this.#reject = takenReject
  }

  delivered(_position: number, partition: number, offset: number): void {
    this.#resolve({ topic: this.topic, partition, offset })
  }

  failed(_position: number, partition: number, errno: number, explain: Explain): void {
    this.#reject(explain(this.topic, partition, errno))
  }
}
