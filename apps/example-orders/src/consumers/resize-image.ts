import { setTimeout as wait } from 'node:timers/promises'
import { Consumer, type ConsumerGroupContext, type RecordOf } from 'samsa'
import { Tally } from '../services/tally.js'
import type { images } from '../topics.js'

/** Slow work with a time limit: the signal fires when the result can no longer count, and the work ends. */
@Consumer()
export class ResizeImage {
  constructor(private readonly tally: Tally) {}

  async consume(image: RecordOf<typeof images>, context: ConsumerGroupContext) {
    await wait(40, undefined, { signal: context.signal })
    this.tally.handled(context.group, context.attempt, `${image.value.id} is now ${image.value.width} wide`)
  }
}
