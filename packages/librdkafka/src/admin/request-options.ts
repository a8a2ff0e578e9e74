import type { NativeHandle } from '../native.js'
import type { PendingRequests } from '../pending-requests.js'

/** Options of every admin request. */
export interface RequestOptions {
  /** Time for the whole request in ms. Default 30 000. */
  readonly timeoutMs?: number | undefined
}

/** The client that makes a request. */
export interface Requester {
  readonly handle: NativeHandle
  readonly requests: PendingRequests
}

/** @param options of the caller @returns its time limit in ms */
export function timeoutOf(options: RequestOptions | undefined): number {
  return options?.timeoutMs ?? 30_000
}
