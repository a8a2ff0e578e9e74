/** Freezes plain data all the way down. */
export function freezeDeep<Data>(data: Data): Data {
  if (typeof data !== 'object' || data === null || Object.isFrozen(data)) return data
  for (const part of Object.values(data)) freezeDeep(part)
  return Object.freeze(data)
}
