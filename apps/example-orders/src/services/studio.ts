import { setTimeout as wait } from 'node:timers/promises'
import { injectable } from 'samsa'

/** How a picture is worked on: which one, until when, and how often it was tried. */
export interface StudioOptions {
  readonly signal: AbortSignal
  readonly deliveryCount: number
}

const usualMs = 40
const bigMs = 1_000
const patienceMs = 300

const numberOf = (id: string): number => Number(id.replace(/\D/g, ''))

/** Makes pictures smaller, as far as an example can: most are quick, some are big, some are uploaded late, and the renderer hangs now and then. */
@injectable()
export class Studio {
  canRead(url: string): boolean {
    return /\.(?:png|jpe?g)$/.test(url)
  }

  /** Whether the original is there. Every seventh is uploaded late: at its first delivery somebody waits for it in vain. */
  async hasOriginal(id: string, { signal, deliveryCount }: StudioOptions): Promise<boolean> {
    if (numberOf(id) % 7 !== 0 || deliveryCount > 1) return true
    await wait(patienceMs, undefined, { signal })
    return false
  }

  /** Takes 40 ms; every 25th is big and takes a second; one of forty makes the renderer hang the first time, until `signal` ends it. */
  async resize(id: string, { signal, deliveryCount }: StudioOptions): Promise<void> {
    const number = numberOf(id)
    const workMs = number % 25 === 0 ? bigMs : usualMs
    await wait(number % 40 === 11 && deliveryCount === 1 ? 60 * 60_000 : workMs, undefined, { signal })
  }
}
