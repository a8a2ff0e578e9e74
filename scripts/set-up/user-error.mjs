/** What only a person can mend: one line that says how, printed without a stack. */
export class UserError extends Error {
  name = 'UserError'
}

/**
 * What to print about an error: its line where a person can mend it, else its stack.
 * @param {unknown} error
 */
export const describeError = (error) => {
  if (error instanceof UserError) return error.message
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
