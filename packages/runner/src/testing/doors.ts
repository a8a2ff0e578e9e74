import type { ConsumerGroupContext, ConsumerRecord } from '@samsa/contracts'

/** A call of a handler that waits for the test. */
export interface Door {
  readonly offset: number
  readonly context: ConsumerGroupContext
  readonly open: (result?: unknown) => void
  readonly break: (error: unknown) => void
}

/** A handler whose calls end when the test says so. */
export class Doors {
  readonly waiting: Door[] = []
  readonly consume = (record: ConsumerRecord, context: ConsumerGroupContext): Promise<unknown> =>
    new Promise((resolve, reject) => this.waiting.push({ offset: record.offset, context, open: resolve, break: reject }))

  /** The call that waits longest; throws where none does. */
  next(): Door {
    const door = this.waiting.shift()
    if (door === undefined) throw new Error('nobody waits')
    return door
  }
}
