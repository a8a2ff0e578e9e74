/** Fulfilled after `ms`; rejects with the signal's reason when that fires first. */
export function work(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const cut = (): void => {
      clearTimeout(timer)
      reject(signal.reason as Error)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cut)
      resolve()
    }, ms)
    signal.addEventListener('abort', cut, { once: true })
  })
}

/** Never fulfilled: a handler that is stuck. */
export const never = (): Promise<never> => new Promise(() => undefined)
