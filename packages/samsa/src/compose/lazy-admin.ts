import { type AdminPort, SamsaError } from '@samsa/contracts'

/** An admin client of a cluster that connects when it is first used. */
export interface LazyAdmin {
  /** The open client. Throws `SAMSA_PRODUCER_CLOSED` after `end`. */
  readonly port: () => AdminPort
  /** Closes what is open; the next use opens another one. */
  readonly release: () => Promise<void>
  /** Closes what is open, for good. */
  readonly end: () => Promise<void>
}

/** Most workers ask their cluster at start and never again: nothing stays connected for that. */
export const lazyAdmin = (create: () => AdminPort): LazyAdmin => {
  let open: AdminPort | null = null
  let isEnded = false
  const release = async (): Promise<void> => {
    const port = open
    open = null
    await port?.close()
  }
  return Object.freeze({
    port: () => {
      if (isEnded) throw new SamsaError('SAMSA_PRODUCER_CLOSED', 'the worker has stopped, its cluster is not asked any more')
      return (open ??= create())
    },
    release,
    end: () => {
      isEnded = true
      return release()
    },
  } satisfies LazyAdmin)
}
