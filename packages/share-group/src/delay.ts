import type { Clock } from '@samsa/contracts'

/** Fulfilled after `forMs` on the session's clock. */
export const delay = (clock: Clock, forMs: number): Promise<void> => new Promise((resolve) => clock.at(clock.now() + forMs, resolve))
