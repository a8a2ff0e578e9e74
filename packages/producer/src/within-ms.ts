import type { Clock } from '@samsa/contracts'

/** Whether `promise` is settled within this time; its rejection counts as settled. */
export function withinMs(promise: Promise<unknown>, ms: number, clock: Clock): Promise<boolean> {
  return new Promise((resolve) => {
    const cancel = clock.at(clock.now() + ms, () => resolve(false))
    const settled = (): void => {
      cancel()
      resolve(true)
    }
    promise.then(settled, settled)
  })
}
