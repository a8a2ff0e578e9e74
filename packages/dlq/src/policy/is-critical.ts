import { isSamsaError, lookAt } from '@samsa/contracts'

// What Node and the system say, with a code. Not what V8 says of an allocation (a RangeError: 'Array buffer allocation failed', 'Invalid string length'): a corrupt length in one
// record makes that as well, and a worker that stopped for it would stop again at every start. Not ERR_WORKER_OUT_OF_MEMORY: a thread has a heap of its own, and ends alone.
const codes: ReadonlySet<unknown> = new Set(['ERR_MEMORY_ALLOCATION_FAILED', 'ENOMEM'])
const maxCauses = 5

/** Whether the process that threw this cannot be trusted with any record: it, or the system, is out of memory. Never throws: what cannot be looked at is a failure of its record. */
export function isCritical(thrown: unknown): boolean {
  return lookAt(() => hasCriticalCode(thrown)) === true
}

function hasCriticalCode(thrown: unknown): boolean {
  let one = thrown
  for (let depth = 0; depth <= maxCauses; depth++) {
    // by its code only, so that an error of another realm counts
    if (typeof one !== 'object' || one === null) return false
    if (codes.has((one as { code?: unknown }).code)) return true
    // what a serde threw is wrapped by us
    if (!isSamsaError(one)) return false
    one = one.cause
  }
  return false
}
