/**
 * What a function of the application answered, which must be there at once: a failure is decided without waiting. Throws where it is a promise, whose rejection is then nobody's
 * to hear and ends nothing.
 */
export function atOnce(name: string, answer: unknown): unknown {
  if (typeof answer !== 'object' || answer === null || typeof (answer as { then?: unknown }).then !== 'function') return answer
  Promise.resolve(answer).catch(() => undefined)
  throw new Error(`${name} answered a promise: answer at once`)
}
