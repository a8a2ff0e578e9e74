/** Whether a handler returned a promise, or what looks like one. Never throws: what cannot be looked at is none. */
export function isPromiseLike(returned: unknown): returned is PromiseLike<unknown> {
  if (typeof returned !== 'object' || returned === null) return false
  try {
    return typeof (returned as { then?: unknown }).then === 'function'
  } catch {
    return false
  }
}
