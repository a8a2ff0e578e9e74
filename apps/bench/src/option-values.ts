/** The one of `known` that was given. @throws Error with one sentence for a person */
export function oneOf<Name extends string>(what: string, given: string, known: readonly Name[]): Name {
  const name = known.find((one) => one === given)
  if (name === undefined) throw new Error(`${what} is ${known.join(', ')}, not ${JSON.stringify(given)}.`)
  return name
}

/** A whole number from 1 on. @throws Error with one sentence for a person */
export function positive(what: string, given: string): number {
  const value = Number(given)
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`${what} is a whole number from 1 on, not ${JSON.stringify(given)}.`)
  return value
}

/** What stands between commas, without the spaces around it. */
export function listed(given: string): readonly string[] {
  return given
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
}
