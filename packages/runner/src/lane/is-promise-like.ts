/** Whether a handler returned a promise, or what looks like one. */
export function isPromiseLike(returned: unknown): returned is PromiseLike<unknown> {
  return typeof returned === 'object' && returned !== null && typeof (returned as { then?: unknown }).then === 'function'
}
