/** Lets the event loop turn once: callbacks of immediates and promises that wait by then have run. */
export const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** Lets the event loop turn `count` times: enough for everything that waits for no time. */
export async function turns(count = 8): Promise<void> {
  for (let turn = 0; turn < count; turn++) await nextTurn()
}

/** Turns the event loop until `condition` holds; throws, naming it, where 20,000 turns do not bring it about. */
export async function until(condition: () => boolean, name = condition.toString()): Promise<void> {
  for (let turn = 0; !condition(); turn++) {
    if (turn === 20_000) throw new Error(`never came true: ${name}`)
    await nextTurn()
  }
}
