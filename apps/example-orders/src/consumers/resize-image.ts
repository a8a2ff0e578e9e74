import { accept, Consumer, type RecordOf, reject, release, type ShareGroupContext } from 'samsa'
import { Studio } from '../services/studio.js'
import { Tally } from '../services/tally.js'
import type { images } from '../topics.js'

/** A job queue: every picture is a job of its own, and one that is slow, late or broken holds up no other. */
@Consumer()
export class ResizeImage {
  constructor(
    private readonly studio: Studio,
    private readonly tally: Tally,
  ) {}

  async consume(image: RecordOf<typeof images>, context: ShareGroupContext) {
    const { group, signal, attempt } = context
    this.tally.begun(group, attempt)
    const { id, url, width } = image.value // throws where this is no image: a dead letter at once
    if (!this.studio.canRead(url)) {
      this.tally.rejected(group, `${id} is no picture`)
      return reject(`${url} is no picture`) // REJECT: archived, nobody gets it again
    }
    try {
      if (!(await this.studio.hasOriginal(id, { signal, attempt }))) {
        this.tally.released(group, `${id} is not uploaded yet`)
        // RELEASE: any member may have it, within milliseconds, and one of its deliveries is spent: that is why somebody waited first
        return release('the original is not uploaded yet')
      }
      await this.studio.resize(id, { signal, attempt })
    } catch (error) {
      this.tally.failed(group, `${id}: ${signal.aborted ? (signal.reason as Error).message : (error as Error).message}`)
      throw error // the route's policy decides: again in place, or a dead letter
    }
    this.tally.handled(group, attempt, `${id} is now ${width} wide`)
    return accept // ACCEPT; returning nothing means the same
  }
}
