/** Longest wait for a condition, milliseconds: generous, because machines are slow; a scenario that needs more work says so. */
export const patienceMs = 60_000

/** Waits until `condition` answers something truthy and returns it. Throws, naming `what`, after `limitMs`. */
export async function until<T>(what: string, condition: () => T | Promise<T>, limitMs = patienceMs): Promise<NonNullable<T>> {
  const endMs = performance.now() + limitMs
  for (;;) {
    const answer = await condition()
    if (answer) return answer
    if (performance.now() > endMs) throw new Error(`waited ${limitMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 25))
  }
}
