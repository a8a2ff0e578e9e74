const limitMs = 60_000
const betweenMs = 10

/**
 * Waits until `condition` holds; tests never sleep for a time.
 *
 * @param what what is waited for, for the error
 * @throws Error after 60 s, with what `describe` says of the state then
 */
export async function waitFor(what: string, condition: () => boolean | Promise<boolean>, describe: () => string = () => ''): Promise<void> {
  const untilMs = performance.now() + limitMs
  while (!(await condition())) {
    if (performance.now() > untilMs) throw new Error(`waited ${limitMs / 1000} s for ${what} ${describe()}`)
    await new Promise((resolve) => setTimeout(resolve, betweenMs))
  }
}
