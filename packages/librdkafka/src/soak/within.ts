/**
 * Waits for something that must not hang.
 *
 * @param limitMs more than it can take by arithmetic
 * @param what for the error
 * @throws Error where it took longer
 */
export async function within<T>(limitMs: number, what: string, promise: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const hang = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} hangs: ${limitMs / 1000} s were not enough`)), limitMs)
  })
  try {
    return await Promise.race([promise, hang])
  } finally {
    clearTimeout(timer)
  }
}

/** Lets time pass: a soak is about time. */
export const pass = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
