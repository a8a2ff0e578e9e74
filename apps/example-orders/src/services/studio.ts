import { setTimeout as wait } from 'node:timers/promises'
import { injectable } from 'samsa'

/** How a picture is worked on: until when, and how often it was tried before. */
export interface StudioOptions {
  readonly signal: AbortSignal
  /** Executions so far, this one included: in this delivery and those before. */
  readonly attempt: number
}

/** The file is damaged: no second attempt will help. */
export class CorruptImage extends Error {
  override readonly name = 'CorruptImage'
}

const usualMs = 40
const bigMs = 1_000
const patienceMs = 300

const numberOf = (id: string): number => Number(id.replace(/\D/g, ''))

/** Makes pictures smaller, as far as an example can: most are quick, some are big, some are uploaded late, some are damaged, and the renderer hangs now and then. */
@injectable()
export class Studio {
  canRead(url: string): boolean {
    return /\.(?:png|jpe?g)$/.test(url)
  }

  /** Whether the original is there. Every seventh is uploaded late: at its first attempt somebody waits for it in vain. */
  async hasOriginal(id: string, { signal, attempt }: StudioOptions): Promise<boolean> {
    if (numberOf(id) % 7 !== 0 || attempt > 1) return true
    await wait(patienceMs, undefined, { signal })
    return false
  }

  /**
   * Takes 40 ms; every 25th is big and takes a second; one of forty makes the renderer hang the first time, until `signal` ends it. One of 37 is corrupt, and at one of 43 the
   * renderer fails every time.
   */
  async resize(id: string, { signal, attempt }: StudioOptions): Promise<void> {
    const number = numberOf(id)
    const workMs = number % 25 === 0 ? bigMs : usualMs
    await wait(number % 40 === 11 && attempt === 1 ? 60 * 60_000 : workMs, undefined, { signal })
    if (number % 37 === 5) throw new CorruptImage(`${id} ends in the middle`)
    if (number % 43 === 17) throw new Error(`the renderer gives up on ${id}`)
  }
}
