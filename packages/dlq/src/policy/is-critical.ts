import { isSamsaError } from '@samsa/contracts'

// not ERR_WORKER_OUT_OF_MEMORY: a thread has a heap of its own, and ends alone
const codes: ReadonlySet<unknown> = new Set(['ERR_MEMORY_ALLOCATION_FAILED', 'ENOMEM'])
// V8 and WebAssembly give these no code
const texts = /array buffer allocation failed|out of memory|could not allocate memory|allocation failed - process/i

/** Whether the process that threw this cannot be trusted with any record: it is out of memory. */
export function isCritical(thrown: unknown): boolean {
  if (!(thrown instanceof Error)) return false
  if (codes.has((thrown as { code?: unknown }).code)) return true
  if ((thrown instanceof RangeError || thrown.name === 'RuntimeError') && texts.test(thrown.message)) return true
  // what a serde threw is wrapped by us
  return isSamsaError(thrown) && thrown.cause !== undefined && isCritical(thrown.cause)
}
